/// How the HTTP contract is declared: annotations on the resources, and what they say as values.
///
/// Nothing here knows a web server or a client; both follow [io.tidemill.api.http.Endpoint].
@NullMarked
package io.tidemill.api.http;

import org.jspecify.annotations.NullMarked;
