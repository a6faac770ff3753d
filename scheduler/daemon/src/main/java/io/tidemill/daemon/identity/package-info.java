/// Who may connect as which agent: join tokens, credentials, and the registered agents.
///
/// Secrets are 256 random bits, so that storing their plain SHA-256 suffices. Sessions are admitted from memory;
/// only joining and administration use the database.
@NullMarked
package io.tidemill.daemon.identity;

import org.jspecify.annotations.NullMarked;
