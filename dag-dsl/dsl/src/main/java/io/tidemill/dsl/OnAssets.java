package io.tidemill.dsl;

import io.tidemill.dsl.graph.AssetMode;
import io.tidemill.dsl.graph.OnAssetsNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The assets on which a DAG runs. Immutable.
///
/// ```java
/// d.runOn(OnAssets.all(Asset.of("sales"), Asset.of("rates")).within(Duration.ofHours(6)));
/// ```
///
/// An asset has an event each time a task that produces it succeeds, and each time somebody tells so over the API. A run takes all events
/// that came since the run before. Only events after the deployment count.
public final class OnAssets {
  /// Most assets of one DAG.
  public static final int MAX = 100;

  private final AssetMode mode;
  private final List<Asset> assets;
  private final @Nullable Duration within;
  private final @Nullable Duration gather;

  private OnAssets(AssetMode mode, List<Asset> assets, @Nullable Duration within, @Nullable Duration gather) {
    this.mode = mode;
    this.assets = List.copyOf(assets);
    this.within = within;
    this.gather = gather;
  }

  /// Runs when each of the assets has had an event since the last run, up to 100 of them.
  public static OnAssets all(Asset... assets) {
    return new OnAssets(AssetMode.ALL, Arrays.asList(assets), null, null);
  }

  /// Runs when one of the assets has an event, up to 100 of them.
  public static OnAssets any(Asset... assets) {
    return new OnAssets(AssetMode.ANY, Arrays.asList(assets), null, null);
  }

  /// Runs only while the newest events of all assets lie that close together: 1 ms to 3,650 days. An asset whose event is older waits for
  /// its next one. For [#all] only.
  public OnAssets within(Duration window) {
    return new OnAssets(mode, assets, Objects.requireNonNull(window, "window"), gather);
  }

  /// Waits for that long after the first event, so that those that follow soon start one run together: 1 ms to 24 hours. For [#any] only.
  public OnAssets gather(Duration time) {
    return new OnAssets(mode, assets, within, Objects.requireNonNull(time, "time"));
  }

  void check(Limits limits, Problems problems, String place) {
    if (assets.isEmpty() || assets.size() > MAX) {
      problems.add("bad-assets", place, "1 to " + MAX + " assets", assets.size() + "", "");
    }
    assets.stream().limit(MAX).forEach(asset -> limits.name("name of the asset", asset.name(), place));
    if (assets.stream().distinct().count() < assets.size()) {
      problems.add("bad-assets", place, "each asset once", "one of them twice", "");
    }
    if (within != null) {
      limits.duration("window of the events", within, place);
    }
    if (gather != null) {
      limits.duration("time to gather events", gather, Duration.ofMillis(1), Duration.ofDays(1), place);
    }
    if (within != null && mode == AssetMode.ANY) {
      problems.add("bad-assets", place, "within(…) together with OnAssets.all(…)", "within(…) of OnAssets.any(…)", "");
    }
    if (gather != null && mode == AssetMode.ALL) {
      problems.add("bad-assets", place, "gather(…) together with OnAssets.any(…)", "gather(…) of OnAssets.all(…)", "");
    }
  }

  OnAssetsNode node(String place) {
    return new OnAssetsNode(mode, assets.stream().map(Asset::name).sorted().toList(), TaskChecks.millis(within),
        TaskChecks.millis(gather), place);
  }
}
