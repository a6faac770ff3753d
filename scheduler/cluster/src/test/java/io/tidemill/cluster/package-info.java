/// Tests of several schedulers on one database.
@NullMarked
package io.tidemill.cluster;

import org.jspecify.annotations.NullMarked;
