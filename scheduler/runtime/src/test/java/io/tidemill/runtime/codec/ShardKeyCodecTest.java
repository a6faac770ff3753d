package io.tidemill.runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.engine.state.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardKeyCodecTest {
  private final List<Long> read = new ArrayList<>();
  private final ShardKeyCodec keys = new ShardKeyCodec(id -> {
    read.add(id);
    return id == 7 ? packed("a", "", "größer", "d") : id == 8 ? packed("other") : null;
  });

  private static byte[] packed(String... entries) {
    ByteBuffer packed = ByteBuffer.allocate(1_000);
    for (String entry : entries) {
      byte[] bytes = entry.getBytes(StandardCharsets.UTF_8);
      packed.putInt(bytes.length).put(bytes);
    }
    packed.flip();
    byte[] bytes = new byte[packed.remaining()];
    packed.get(bytes);
    return bytes;
  }

  @Test void a_key_is_found_by_the_index_of_its_shard_and_its_value_is_read_once() {
    Value stored = Value.stored(7, 100, "");

    assertThat(List.of(keys.key(stored, 3), keys.key(stored, 0), keys.key(stored, 1), keys.key(stored, 2)))
        .containsExactly("d", "a", "", "größer");
    assertThat(keys.key(Value.stored(8, 9, ""), 0)).isEqualTo("other");
    assertThat(read).containsExactly(7L, 8L);
  }

  @Test void keys_in_the_fact_itself_are_not_read() {
    assertThat(keys.key(Value.inline(packed("x", "y"), ""), 1)).isEqualTo("y");
    assertThat(read).isEmpty();
  }

  @Test void a_shard_whose_keys_are_gone_is_named_by_its_index() {
    assertThat(keys.key(Value.stored(9, 9, ""), 12)).isEqualTo("#12");
  }
}
