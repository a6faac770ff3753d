@NullMarked
package io.tidemill.console.rest;

import org.jspecify.annotations.NullMarked;
