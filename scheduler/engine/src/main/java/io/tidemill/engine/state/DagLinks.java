package io.tidemill.engine.state;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What connects a DAG or an asset with others: where they are, how far messages are, and what was learned from them. Appliers change it.
public final class DagLinks {
  private final MessageMarks messages = new MessageMarks();
  private final TreeMap<String, Address> addresses = new TreeMap<>();
  private final AssetWait assetWait = new AssetWait();
  private final RequiredSlots required = new RequiredSlots();
  private final Set<SlotRef> held = new LinkedHashSet<>();
  private @Nullable AssetState asset;
  private int partition;

  /// How far messages are.
  public MessageMarks messages() {
    return messages;
  }

  /// Partition of the DAG itself, as it was told with its version.
  public int partition() {
    return partition;
  }

  /// Notes the partition of the DAG itself.
  public void partition(int number) {
    partition = number;
  }

  /// Assets and DAGs that any version so far named, by their ids in the catalog.
  public Map<String, Address> addresses() {
    return addresses;
  }

  /// Name of the asset with that number, null where no version named it.
  public @Nullable String assetName(int number) {
    for (Map.Entry<String, Address> each : addresses.entrySet()) {
      if (each.getValue().number() == number && Links.isAsset(each.getKey())) {
        return Links.assetName(each.getKey());
      }
    }
    return null;
  }

  /// The asset that this is, made if it is none yet.
  public AssetState asset() {
    AssetState known = asset;
    if (known == null) {
      known = new AssetState();
      asset = known;
    }
    return known;
  }

  /// The asset that this is, null where it is a DAG, or was never told anything.
  public @Nullable AssetState assetOrNull() {
    return asset;
  }

  /// The assets that it runs on.
  public AssetWait assetWait() {
    return assetWait;
  }

  /// What is known of the slots it requires.
  public RequiredSlots required() {
    return required;
  }

  /// Its own slots that are due and wait for slots of others, first come first.
  public Set<SlotRef> held() {
    return held;
  }
}
