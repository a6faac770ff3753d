/// Tests of what answers the resources of the API.
@NullMarked
package io.tidemill.api.service;

import org.jspecify.annotations.NullMarked;
