package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.runtime.port.Ownership.Owner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PartitionSharesTest {
  private static List<Owner> owners(@Nullable String... nodes) {
    return IntStream.range(0, nodes.length).mapToObj(i -> new Owner(i, 1, nodes[i], true)).toList();
  }

  @Test void nobody_is_wanted_where_nobody_is_there() {
    assertThat(PartitionShares.of(List.of(), owners("a"))).isEmpty();
  }

  @Test void who_has_its_share_keeps_it() {
    assertThat(PartitionShares.of(List.of("a", "b"), owners("b", "a", "b", "a")))
        .isEqualTo(Map.of(0, "b", 1, "a", 2, "b", 3, "a"));
  }

  @Test void what_is_too_much_goes_to_who_has_less_and_the_rest_stays() {
    assertThat(PartitionShares.of(List.of("a", "b"), owners("a", "a", "a", null)))
        .isEqualTo(Map.of(0, "a", 1, "a", 2, "b", 3, "b"));
  }

  @Test void shares_are_equal_up_to_one_and_the_same_in_any_order_of_names() {
    Random random = new Random(1);
    for (int round = 0; round < 1_000; round++) {
      int many = 1 + random.nextInt(5);
      List<String> nodes = new ArrayList<>(IntStream.range(0, many).mapToObj(i -> "n" + i).toList());
      @Nullable String[] have = new @Nullable String[64];
      for (int i = 0; i < have.length; i++) {
        int who = random.nextInt(many + 2);
        have[i] = who == many + 1 ? null : "n" + who; // perhaps one that is gone
      }
      Map<Integer, String> wanted = PartitionShares.of(nodes, owners(have));
      Collections.shuffle(nodes, random);
      assertThat(PartitionShares.of(nodes, owners(have))).as("round %d", round).isEqualTo(wanted);
      Map<String, Long> shares = wanted.values().stream().collect(Collectors.groupingBy(n -> n, Collectors.counting()));
      assertThat(shares.values()).as("round %d", round).allMatch(share -> share == 64 / many || share == 64 / many + 1);
      assertThat(shares).hasSize(many);
    }
  }

  @Test void no_more_change_hands_than_must() {
    assertThat(PartitionShares.of(List.of("a", "b", "c"), owners("a", "a", "a", "a", "b", "b", "b", "b"))
        .entrySet()
        .stream()
        .filter(each -> each.getValue().equals("c"))
        .count()).isEqualTo(2);
  }
}
