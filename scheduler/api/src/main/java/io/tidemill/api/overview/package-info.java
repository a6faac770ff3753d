/// What the pages of the console show, one read a page: the DAGs with their latest runs, and one run with its tasks.
@NullMarked
package io.tidemill.api.overview;

import org.jspecify.annotations.NullMarked;
