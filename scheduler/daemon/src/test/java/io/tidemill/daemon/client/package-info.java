@NullMarked
package io.tidemill.daemon.client;

import org.jspecify.annotations.NullMarked;
