/// What settings say, and what is said about wrong ones.
@NullMarked
package io.tidemill.daemon.config;

import org.jspecify.annotations.NullMarked;
