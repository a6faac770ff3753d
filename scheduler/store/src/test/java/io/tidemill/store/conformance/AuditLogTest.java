package io.tidemill.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.runtime.port.AccessTokenStore.AccessToken;
import io.tidemill.runtime.port.AgentStore.Agent;
import io.tidemill.runtime.port.AgentStore.JoinToken;
import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.AuditLog.Filter;
import io.tidemill.runtime.port.AuditLog.Position;
import io.tidemill.runtime.port.AuditLog.Recorded;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Catalog.Bundle;
import io.tidemill.runtime.port.Catalog.Candidate;
import io.tidemill.runtime.port.Catalog.Cause;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.RequestOrigin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditLogTest extends StoreContract {
  private static final RequestOrigin ADA = new RequestOrigin("Ada", "1a2b3c4d", "192.0.2.1", "runs.cancel");
  private static final RequestOrigin BOB = new RequestOrigin("Bob", "99887766", "", "runsome.thing");

  private static AuditEntry cancelled(long at, RequestOrigin by, String dag, long run) {
    return new AuditEntry(at, by, dag, run, "", "RUNNING", "CANCELLING", "because");
  }

  private JournalEntry changes(Taken by, long distance, AuditEntry... entries) {
    return new JournalEntry(by.partition(), by.epoch(), by.sequence() + distance, bytes("facts"), List.of(), List.of(),
        List.of(), List.of(entries));
  }

  private List<AuditEntry> all() {
    return entries(Filter.ALL);
  }

  private List<AuditEntry> entries(Filter filter) {
    return store.audit().entries(filter, null, 100).stream().map(Recorded::entry).toList();
  }

  @Test void an_entry_of_the_journal_and_what_it_says_of_who_asked_are_one_commit() throws Exception {
    Taken first = take(0);
    Taken old = take(1);
    take(1);
    AuditEntry one = cancelled(10, ADA, "sales", 7);
    AuditEntry two = cancelled(11, BOB, "sales", 8);

    assertThat(store.journal()
        .append(List.of(changes(first, 1, one, two), changes(old, 1, cancelled(12, ADA, "fenced", 1)))))
        .containsExactly(true, false);

    assertThat(all()).containsExactly(two, one);
    store.close();
    store = database.open();
    assertThat(all()).as("after opening again").containsExactly(two, one);
  }

  @Test void entries_are_found_by_who_asked_for_what_of_which_run_and_when() {
    AuditEntry one = cancelled(10, ADA, "sales", 7);
    AuditEntry two = cancelled(20, BOB, "sales", 8);
    AuditEntry three = AuditEntry.of(30, ADA.as("agents.remove"), "agent north", "known", "");
    List.of(one, two, three).forEach(store.audit()::add);

    assertThat(entries(new Filter("Ada", null, null, 0, 0))).containsExactly(three, one);
    assertThat(entries(new Filter("99887766", null, null, 0, 0))).containsExactly(two);
    assertThat(entries(new Filter(null, "runs", null, 0, 0))).as("a resource, not what begins alike")
        .containsExactly(one);
    assertThat(entries(new Filter(null, "runs.cancel", null, 0, 0))).containsExactly(one);
    assertThat(entries(new Filter(null, null, "sales", 0, 0))).containsExactly(two, one);
    assertThat(entries(new Filter(null, null, "sales", 8, 0))).containsExactly(two);
    assertThat(entries(new Filter(null, null, null, 0, 20))).containsExactly(three, two);
    assertThat(entries(new Filter("Ada", "agents", null, 0, 30))).containsExactly(three);
    assertThat(entries(new Filter("nobody", null, null, 0, 0))).isEmpty();
  }

  @Test void entries_come_newest_first_page_by_page_also_those_of_one_instant() {
    List<AuditEntry> written = new ArrayList<>();
    for (int i = 1; i <= 23; i++) {
      written.add(cancelled(i / 5, ADA, "sales", i));
    }
    written.forEach(store.audit()::add);

    List<AuditEntry> read = new ArrayList<>();
    Position after = null;
    for (List<Recorded> page = store.audit().entries(Filter.ALL, after, 4); !page.isEmpty(); page = store.audit()
        .entries(Filter.ALL, after, 4)) {
      page.forEach(each -> read.add(each.entry()));
      after = page.getLast().position();
    }
    assertThat(read).containsExactlyElementsOf(written.reversed());
  }

  @Test void texts_that_a_table_cannot_take_are_mended_and_long_ones_cut() {
    store.audit()
        .add(new AuditEntry(1, ADA, null, 0, "a\0b", "é".repeat(3_000), "\uD83D", "'; DROP TABLE audit; --"));

    AuditEntry read = all().getFirst();
    assertThat(read.subject()).isEqualTo("a b");
    assertThat(read.before()).hasSize(AuditEntry.LONGEST);
    assertThat(read.after()).doesNotContain("\uD83D");
    assertThat(read.reason()).isEqualTo("'; DROP TABLE audit; --");
  }

  @Test void whoever_changes_tokens_and_agents_stands_in_the_log_once_it_is_done() {
    store.accessTokens().add(new AccessToken("t1", "hash", "Ada", "ADMIN", 1, 2), entry("made"));
    store.accessTokens().remove("t9", entry("nothing"));
    store.accessTokens().remove("t1", entry("revoked"));
    store.agents().addToken(new JoinToken("j1", "joins", null, 1, 1_000, null), entry("join token"));
    store.agents().join("other", Agent.joining("north", "secret", 10), 10, entry("nothing"));
    store.agents().join("joins", Agent.joining("north", "secret", 10), 10, entry("joined"));
    store.agents().join("joins", Agent.joining("north", "secret", 10), 10, entry("nothing"));
    store.agents().remove("north", entry("removed"));
    store.agents().remove("north", entry("nothing"));
    store.agents().removeToken("j1", entry("taken back"));
    store.agents().removeToken("j1", entry("nothing"));
    store.quarantines().forget(7, entry("resumed"));

    assertThat(all()).extracting(AuditEntry::subject)
        .containsExactly("resumed", "taken back", "removed", "joined", "join token", "revoked", "made");
  }

  private static AuditEntry entry(String subject) {
    return AuditEntry.of(1, ADA, subject, "", "");
  }

  @Test void whoever_makes_a_version_active_or_deletes_one_stands_in_the_log() {
    Catalog catalog = store.catalog();
    int dag = catalog.dag("sales", 0).number();
    deploy(dag, "one");
    deploy(dag, "two");
    deploy(dag, "two");
    assertThat(catalog.activate(dag, 1, 1, cause("rollback"))).as("another one is active").isFalse();
    assertThat(catalog.activate(dag, 1, 2, cause("rollback"))).isTrue();
    catalog.purge(dag, 2, ADA.as("versions.purge"));
    catalog.purge(dag, 2, ADA.as("versions.purge"));
    catalog.activate(dag, Catalog.NO_VERSION, 1, cause("remove"));

    assertThat(all().reversed()).extracting(each -> each.by().verb() + ": " + each.before() + " > " + each.after())
        .containsExactly("versions.deploy:  > version 1", "versions.deploy: version 1 > version 2",
            "versions.rollback: version 2 > version 1", "versions.purge: version 2 of bundle two > ",
            "versions.remove: version 1 > ");
    assertThat(all()).allSatisfy(each -> {
      assertThat(each.dag()).isEqualTo("sales");
      assertThat(each.by().who()).isEqualTo("Ada");
      assertThat(each.by().address()).isEqualTo("192.0.2.1");
    });
  }

  private static Cause cause(String verb) {
    return new Cause(verb, ADA.as("versions." + verb));
  }

  private void deploy(int dag, String bundle) {
    store.catalog()
        .deploy(new Bundle(bundle, bundle + ".jar", bytes(bundle)),
            List.of(new Candidate(dag, Candidate.ANY, "hash of " + bundle, "{}")), cause("deploy"));
  }
}
