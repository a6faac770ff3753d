package io.tidemill.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemill.runtime.port.Quarantines.QuarantineEntry;
import org.junit.jupiter.api.Test;

class QuarantinesTest extends StoreContract {
  @Test void the_latest_trouble_of_a_dag_is_kept_until_it_is_forgotten() {
    assertThat(store.quarantines().all()).isEmpty();
    store.quarantines().note(new QuarantineEntry(2, 1, 10, "first"));
    store.quarantines().note(new QuarantineEntry(2, 2, 20, "again \0 é".repeat(300)));
    store.quarantines().note(new QuarantineEntry(1, 1, 30, "other"));

    assertThat(store.quarantines().all())
        .extracting(QuarantineEntry::dag, QuarantineEntry::failures, QuarantineEntry::at)
        .containsExactly(tuple(1, 1, 30L), tuple(2, 2, 20L));
    assertThat(store.quarantines().all().getLast().reason()).startsWith("again").hasSize(2_000);

    store.quarantines().forget(2, AUDIT);
    store.quarantines().forget(99, AUDIT);
    assertThat(store.quarantines().all()).containsExactly(new QuarantineEntry(1, 1, 30, "other"));
  }
}
