package io.tidemill.agent;

import io.tidemill.dsl.Asset;
import io.tidemill.dsl.AssetUpdates;
import io.tidemill.protocol.RunAssetUpdates;
import java.time.Instant;
import java.util.List;

/// Events of assets as bodies see them.
final class BodyAssetUpdates {
  private BodyAssetUpdates() {}

  static List<AssetUpdates> of(List<RunAssetUpdates> updates) {
    return updates.stream()
        .map(each -> new AssetUpdates(Asset.of(each.asset()), each.first(), each.last(), each.count(),
            Instant.ofEpochMilli(each.firstAt()), Instant.ofEpochMilli(each.lastAt()),
            AssetUpdates.Producer.parse(each.producer()), each.by(), each.note()))
        .toList();
  }
}
