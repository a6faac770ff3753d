/// The examples and the documents, held to what they say: every example runs through the whole system, every command, link and
/// piece of code in the documents is tried.
@NullMarked
package io.tidemill.examples;

import org.jspecify.annotations.NullMarked;
