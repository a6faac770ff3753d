/// Measures a store beside the plain ceiling of its database. Not a test: started by hand, `Measure h2` or `Measure postgresql`.
@NullMarked
package io.tidemill.store.measure;

import org.jspecify.annotations.NullMarked;
