/// Who may connect as which agent: join tokens, credentials, and what is known of the agents that have them.
///
/// Secrets are 256 random bits, so that their plain SHA-256 can be stored instead of them. Sessions are admitted from memory;
/// only joining and what people order touch the database.
@NullMarked
package io.tidemill.daemon.identity;

import org.jspecify.annotations.NullMarked;
