@NullMarked
package io.tidemill.daemon.render;

import org.jspecify.annotations.NullMarked;
