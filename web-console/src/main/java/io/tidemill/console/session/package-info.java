/// Sessions of browsers: what a browser keeps instead of the token of the API.
@NullMarked
package io.tidemill.console.session;

import org.jspecify.annotations.NullMarked;
