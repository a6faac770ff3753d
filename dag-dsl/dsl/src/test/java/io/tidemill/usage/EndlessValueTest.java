package io.tidemill.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.dsl.Types;
import io.tidemill.dsl.value.ValueCodec;
import io.tidemill.dsl.value.ValueException;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// A value without end is refused soon after the limit, not after a multiple of it that takes minutes.
class EndlessValueTest {
  private static final int LIMIT = 1_000;
  private static final int MOST_ASKED = 4 * LIMIT;

  private final ValueCodec codec = new ValueCodec();
  private final AtomicLong asked = new AtomicLong();

  private Iterator<Long> numbers() {
    return LongStream.iterate(1, n -> n + 1).peek(n -> asked.incrementAndGet()).iterator();
  }

  @Test void an_endless_list_is_asked_for_few_elements_more_than_fit() throws ValueException {
    Collection<Long> endless = new AbstractCollection<>() {
      @Override public Iterator<Long> iterator() {
        return numbers();
      }

      @Override public int size() {
        return Integer.MAX_VALUE;
      }
    };

    assertThatThrownBy(() -> codec.form(Types.collectionOf(Long.class).type()).encode(endless, LIMIT))
        .isInstanceOf(ValueException.class)
        .hasMessageContaining("expected at most 1,000 bytes of JSON, found more than 4,000");
    assertThat(asked).hasValueLessThan(MOST_ASKED);
  }

  @Test void an_endless_map_is_asked_for_few_entries_more_than_fit() throws ValueException {
    Map<Long, Boolean> endless = new AbstractMap<>() {
      @Override public Set<Entry<Long, Boolean>> entrySet() {
        return new AbstractSet<>() {
          @Override public Iterator<Entry<Long, Boolean>> iterator() {
            Iterator<Long> keys = numbers();
            return new Iterator<>() {
              @Override public boolean hasNext() {
                return true;
              }

              @Override public Entry<Long, Boolean> next() {
                return Map.entry(keys.next(), true);
              }
            };
          }

          @Override public int size() {
            return Integer.MAX_VALUE;
          }
        };
      }
    };

    assertThatThrownBy(() -> codec.form(Types.mapOf(Long.class, Boolean.class).type()).encode(endless, LIMIT))
        .isInstanceOf(ValueException.class)
        .hasMessageContaining("expected at most 1,000 bytes of JSON, found more than 4,000");
    assertThat(asked).hasValueLessThan(MOST_ASKED);
  }

  @Test void a_value_that_is_somewhat_too_long_is_told_with_its_size() throws ValueException {
    assertThatThrownBy(() -> codec.form(String.class).encode("x".repeat(2_000), LIMIT))
        .isInstanceOf(ValueException.class)
        .hasMessageContaining("found 2,002");
  }
}
