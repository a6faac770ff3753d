/// Text for messages: values from outside made fit to be shown, and the name somebody may have meant.
@NullMarked
package io.tidemill.dsl.text;

import org.jspecify.annotations.NullMarked;
