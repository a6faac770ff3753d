package io.tidemill.agent;

import io.tidemill.protocol.ResultBlock;
import java.util.Arrays;
import java.util.List;

/// In which block, and where in it, the result of each shard of a range stands. The last block that has a shard counts.
final class ShardPlaces {
  private final int first;
  private final int[] blocks;
  private final int[] positions;
  private final int present;

  /// @param first index of the first shard of interest
  /// @param end index after the last
  ShardPlaces(int first, int end, List<ResultBlock> results) {
    this.first = first;
    this.blocks = new int[end - first];
    this.positions = new int[end - first];
    Arrays.fill(blocks, -1);
    int found = 0;
    for (int block = 0; block < results.size(); block++) {
      int[] indexes = results.get(block).indexes();
      for (int position = 0; position < indexes.length; position++) {
        int at = indexes[position] - first;
        if (at >= 0 && at < blocks.length) {
          found += blocks[at] < 0 ? 1 : 0;
          blocks[at] = block;
          positions[at] = position;
        }
      }
    }
    this.present = found;
  }

  /// How many shards have a result.
  int present() {
    return present;
  }

  boolean has(int shard) {
    return blocks[shard - first] >= 0;
  }

  int block(int shard) {
    return blocks[shard - first];
  }

  int position(int shard) {
    return positions[shard - first];
  }
}
