package io.tidemill.dsl;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.temporal.TemporalAccessor;
import java.util.UUID;

/// One of several partitions of keys by hash: the element of a task sharded with `overHash(n)`.
///
/// The partition of a key is the same on every machine and in every release: the key's text in UTF-8, hashed with FNV-1a (64
/// bits), its bits mixed with the finaliser of MurmurHash3 (`fmix64`), then the unsigned remainder by the number of partitions.
/// So that a text exists which is as stable, a key is a [CharSequence], [Character], [Boolean], an integer of any size, a
/// [BigDecimal] (without trailing zeros), an enum (its name), a [UUID], a [URI] or a value of `java.time`.
///
/// ```java
/// var names = d.task("names").runAs(Types.listOf(String.class), ctx -> List.of("Ada", "Grace"));
/// d.shard("greet").overHash(4).with(names).exec((ctx, mine, all) -> all.stream().filter(mine::owns)
///     .forEach(name -> ctx.log().info("Hello, {}", name)));
/// ```
///
/// @param index 0 to `count` - 1
/// @param count number of partitions
public record HashPartition(int index, int count) {
  /// @throws IllegalArgumentException if the index is not one of the partitions
  public HashPartition {
    if (count < 1 || index < 0 || index >= count) {
      throw new IllegalArgumentException("Expected a partition from 0 to " + (count - 1) + ", but got " + index + ".");
    }
  }

  /// Whether this partition is the one of the key. Exactly one of the partitions owns a key.
  ///
  /// @throws IllegalArgumentException if the key is of a class without a stable text
  public boolean owns(Object key) {
    return of(key, count) == index;
  }

  /// The partition of a key.
  ///
  /// @throws IllegalArgumentException if the key is of a class without a stable text, or the count is less than 1
  public static int of(Object key, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("Expected at least 1 partition, but got " + count + ".");
    }
    return (int) Long.remainderUnsigned(mixed(hash(text(key))), count);
  }

  private static String text(Object key) {
    return switch (key) {
      case Enum<?> constant -> constant.name();
      case BigDecimal number -> number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
      case CharSequence text -> text.toString();
      case Character c -> c.toString();
      case Boolean b -> b.toString();
      case Long n -> n.toString();
      case Integer n -> n.toString();
      case Short n -> n.toString();
      case Byte n -> n.toString();
      case BigInteger n -> n.toString();
      case UUID id -> id.toString();
      case URI uri -> uri.toString();
      case TemporalAccessor time -> time.toString();
      default ->
        throw new IllegalArgumentException("Expected a key with a stable text (a string, an integer, an enum, a UUID, "
            + "a date or time), but got a " + key.getClass().getTypeName() + ". Use one of its fields.");
    };
  }

  private static long hash(String text) {
    var hash = 0xcbf29ce484222325L;
    for (var b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  private static long mixed(long hash) {
    var h = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }

  String key() {
    return index + "/" + count;
  }
}
