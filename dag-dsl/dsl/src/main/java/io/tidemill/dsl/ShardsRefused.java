package io.tidemill.dsl;

import java.io.Serial;

/// An expansion gave shards that cannot be: too many, or with unfit keys. Trying again would give the same.
final class ShardsRefused extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1;

  ShardsRefused(String message) {
    super(message);
  }
}
