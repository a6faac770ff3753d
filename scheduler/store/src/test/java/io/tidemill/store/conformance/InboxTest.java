package io.tidemill.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.InboxMessage;
import io.tidemill.runtime.port.JournalEntry.MessageId;
import io.tidemill.runtime.port.Ownership.Taken;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest extends StoreContract {
  @Test void a_message_stands_in_the_inbox_of_its_receiver_once_the_sender_has_committed() throws Exception {
    Taken sender = take(0);
    assertThat(store.journal().append(List.of(sends(sender, 1, message(2, 9, 4, 1, "hello"))))).containsExactly(true);
    List<InboxMessage> inbox = inbox(2);
    assertThat(inbox).extracting(InboxMessage::id).containsExactly(new MessageId(9, 4, 1));
    assertThat(text(inbox.getFirst().bytes())).isEqualTo("hello");
    assertThat(inbox(0)).isEmpty();
  }

  @Test void a_fenced_sender_sends_nothing() throws Exception {
    Taken old = take(0);
    take(0);
    assertThat(store.journal().append(List.of(sends(old, 1, message(2, 9, 4, 1, "late"))))).containsExactly(false);
    assertThat(inbox(2)).isEmpty();
  }

  @Test void a_message_leaves_with_the_commit_that_takes_it() throws Exception {
    Taken sender = take(0);
    Taken receiver = take(2);
    store.journal()
        .append(List.of(sends(sender, 1, message(2, 9, 4, 1, "one"), message(2, 9, 4, 2, "two"),
            message(2, 8, 4, 1, "another"))));
    assertThat(store.journal().append(List.of(takes(receiver, 1, new MessageId(9, 4, 1))))).containsExactly(true);
    assertThat(inbox(2)).extracting(InboxMessage::id)
        .containsExactly(new MessageId(8, 4, 1), new MessageId(9, 4, 2));
  }

  @Test void a_fenced_receiver_takes_nothing() throws Exception {
    Taken sender = take(0);
    Taken old = take(2);
    take(2);
    store.journal().append(List.of(sends(sender, 1, message(2, 9, 4, 1, "one"))));
    assertThat(store.journal().append(List.of(takes(old, 1, new MessageId(9, 4, 1))))).containsExactly(false);
    assertThat(inbox(2)).hasSize(1);
  }

  @Test void of_one_batch_the_messages_of_fenced_entries_stay_out_alone() throws Exception {
    Taken first = take(0);
    Taken old = take(1);
    take(1);
    Taken receiver = take(2);
    store.journal().append(List.of(sends(first, 1, message(2, 9, 4, 1, "one"))));
    assertThat(store.journal()
        .append(List.of(sends(first, 2, message(2, 9, 4, 2, "two")), sends(old, 1, message(2, 9, 5, 1, "fenced")),
            takes(receiver, 1, new MessageId(9, 4, 1)))))
        .containsExactly(true, false, true);
    assertThat(inbox(2)).extracting(InboxMessage::id).containsExactly(new MessageId(9, 4, 2));
  }

  @Test void an_entry_may_send_take_and_store_at_once() throws Exception {
    Taken sender = take(0);
    Taken both = take(2);
    store.journal().append(List.of(sends(sender, 1, message(2, 9, 4, 1, "one"))));
    JournalEntry entry = new JournalEntry(both.partition(), both.epoch(), both.sequence() + 1, bytes("facts"),
        List.of(new JournalEntry.ValueBlock(77, bytes("value"))), List.of(message(0, 3, 9, 1, "answer")),
        List.of(new MessageId(9, 4, 1)), List.of());
    assertThat(store.journal().append(List.of(entry))).containsExactly(true);
    assertThat(inbox(2)).isEmpty();
    assertThat(inbox(0)).extracting(InboxMessage::id).containsExactly(new MessageId(3, 9, 1));
    assertThat(store.values().read(77)).isEqualTo(bytes("value"));
  }

  @Test void messages_come_in_the_order_of_each_sender_page_by_page() throws Exception {
    Taken sender = take(0);
    List<InboxMessage> all = new ArrayList<>();
    for (int receiver = 1; receiver <= 2; receiver++) {
      for (int from = 1; from <= 3; from++) {
        for (int n = 1; n <= 11; n++) {
          all.add(message(2, receiver, from, n, receiver + " " + from + " " + n));
        }
      }
    }
    store.journal().append(List.of(sends(sender, 1, all.reversed().toArray(InboxMessage[]::new))));
    List<MessageId> read = new ArrayList<>();
    MessageId after = MessageId.NONE;
    for (List<InboxMessage> page = store.journal().inbox(2, after, 7); !page.isEmpty(); page = store.journal()
        .inbox(2, after, 7)) {
      page.forEach(each -> read.add(each.id()));
      after = page.getLast().id();
    }
    assertThat(read).containsExactlyElementsOf(all.stream().map(InboxMessage::id).toList());
  }

  @Test void messages_are_there_after_opening_again() throws Exception {
    Taken sender = take(0);
    store.journal().append(List.of(sends(sender, 1, message(3, 9, 4, 1, "kept"))));
    store.close();
    store = database.open();
    assertThat(inbox(3)).extracting(each -> text(each.bytes())).containsExactly("kept");
  }

  private List<InboxMessage> inbox(int partition) {
    return store.journal().inbox(partition, MessageId.NONE, 100);
  }

  private static InboxMessage message(int partition, int receiver, int sender, long n, String text) {
    return new InboxMessage(partition, new MessageId(receiver, sender, n), bytes(text));
  }

  private static JournalEntry sends(Taken by, long distance, InboxMessage... messages) {
    return new JournalEntry(by.partition(), by.epoch(), by.sequence() + distance, bytes("sends"), List.of(),
        List.of(messages), List.of(), List.of());
  }

  private static JournalEntry takes(Taken by, long distance, MessageId... messages) {
    return new JournalEntry(by.partition(), by.epoch(), by.sequence() + distance, bytes("takes"), List.of(), List.of(),
        List.of(messages), List.of());
  }
}
