/// Layout of graphs by ELK: where tasks stand and how edges go.
@NullMarked
package io.tidemill.api.layout;

import org.jspecify.annotations.NullMarked;
