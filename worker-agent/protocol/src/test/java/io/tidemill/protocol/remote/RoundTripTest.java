package io.tidemill.protocol.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RoundTripTest {
  private static final long BOUND = 8 << 20;
  private static final Report.Timing TIMING = new Report.Timing(1, 2);

  @Test void what_an_agent_says_arrives_as_it_was_said() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      for (FromAgent message : new RandomMessages(seed).fromAgent()) {
        assertThat(read(FromAgentCodec.reader(BOUND), FromAgentCodec.encode(message))).as("seed %d", seed)
            .usingRecursiveComparison()
            .isEqualTo(message);
      }
    }
  }

  @Test void what_a_scheduler_says_arrives_as_it_was_said() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      for (FromScheduler message : new RandomMessages(seed).fromScheduler()) {
        assertThat(read(FromSchedulerCodec.reader(BOUND), FromSchedulerCodec.encode(message))).as("seed %d", seed)
            .usingRecursiveComparison()
            .isEqualTo(message);
      }
    }
  }

  @Test void reports_and_pieces_of_logs_are_kept_as_they_are() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      RandomMessages random = new RandomMessages(seed);
      for (Report report : random.reports()) {
        assertThat(ReportCodec.decode(ReportCodec.encode(report))).usingRecursiveComparison().isEqualTo(report);
      }
      var piece = random.log();
      assertThat(LogCodec.decode(LogCodec.encode(piece))).usingRecursiveComparison().isEqualTo(piece);
    }
  }

  @Test void joining_and_reading_arrive_as_they_were_said() throws Exception {
    JoinRequest request = new JoinRequest("token", "agent", "credential");
    assertThat(JoinRequest.decode(request.encode())).isEqualTo(request);
    JoinAnswer answer = new JoinAnswer("agent", "credential");
    assertThat(JoinAnswer.decode(answer.encode())).isEqualTo(answer);
    assertThat(Reads.value(Reads.value(-7))).isEqualTo(-7);
    assertThat(Reads.bundle(Reads.bundle("abc"))).isEqualTo("abc");
  }

  @Test void a_long_message_goes_in_parts_that_fit() throws Exception {
    byte[] output = new byte[5 << 20];
    new SplittableRandom(1).nextBytes(output);
    FromAgent message = new FromAgent.Reports(1,
        List.of(new Report.Succeeded(new AttemptKey(1, 2, 3, 4, 5), output, "", TIMING)));

    List<byte[]> frames = FromAgentCodec.encode(message);

    assertThat(frames).hasSize(6).allSatisfy(frame -> assertThat(frame.length).isLessThan(AgentMethods.MESSAGE_BYTES));
    FromAgent.Reports whole = (FromAgent.Reports) read(FromAgentCodec.reader(BOUND), frames);
    assertThat(((Report.Succeeded) whole.reports().getFirst()).output()).isEqualTo(output);
  }

  @Test void parts_that_are_missing_or_too_many_end_the_session() throws Exception {
    List<byte[]> frames = FromAgentCodec.encode(new FromAgent.Reports(1,
        List.of(new Report.Succeeded(new AttemptKey(1, 2, 3, 4, 5), new byte[3 << 20], "", TIMING))));

    assertThatThrownBy(() -> read(FromAgentCodec.reader(BOUND), List.of(frames.get(1))))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("Expected part 0");
    assertThatThrownBy(() -> read(FromAgentCodec.reader(BOUND), List.of(frames.get(0), frames.get(2))))
        .hasMessageContaining("Expected part 1");
    assertThatThrownBy(() -> read(FromAgentCodec.reader(1 << 20), frames))
        .hasMessageContaining("at most 1048576 bytes");
    FrameReader<FromAgent> interrupted = FromAgentCodec.reader(BOUND);
    interrupted.read(frames.getFirst());
    assertThatThrownBy(() -> interrupted.read(frames.getFirst())).hasMessageContaining("Expected part 1");
  }

  @Test void a_heartbeat_comes_through_between_the_parts_of_a_long_message() throws Exception {
    FromAgent heartbeat = new FromAgent.Heartbeat(1, 2);
    List<byte[]> frames = new ArrayList<>(FromAgentCodec.encode(new FromAgent.Reports(1,
        List.of(new Report.Succeeded(new AttemptKey(1, 2, 3, 4, 5), new byte[3 << 20], "", TIMING)))));
    FrameReader<FromAgent> reader = FromAgentCodec.reader(BOUND);

    assertThat(reader.read(frames.removeFirst())).isNull();
    assertThat(reader.read(FromAgentCodec.encode(heartbeat).getFirst())).isEqualTo(heartbeat);
    assertThat(read(reader, frames)).isInstanceOf(FromAgent.Reports.class);
  }

  @Test void bytes_that_are_no_message_are_told_from_one() {
    byte[] garbage = {1, 2, 3, 4, 5};
    assertThatThrownBy(() -> FromAgentCodec.reader(BOUND).read(garbage)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> FromSchedulerCodec.reader(BOUND).read(garbage)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> FromAgentCodec.reader(BOUND).read(new byte[0])).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> ReportCodec.decode(garbage)).isInstanceOf(MalformedException.class);
  }

  @Test void what_is_read_comes_in_chunks_of_which_the_first_has_the_name() throws Exception {
    byte[] content = new byte[(2 << 20) + 1];
    new SplittableRandom(2).nextBytes(content);
    List<byte[]> encoded = Chunk.encode("Flights.java", content);
    List<Chunk> chunks = new ArrayList<>();
    for (byte[] each : encoded) {
      chunks.add(Chunk.decode(each));
    }
    assertThat(chunks).hasSize(3);
    assertThat(chunks.getFirst().name()).isEqualTo("Flights.java");
    assertThat(Arrays.equals(Chunk.join(chunks), content)).isTrue();
    assertThat(Chunk.encode("", new byte[0])).hasSize(1);
  }

  private static <M> M read(FrameReader<M> reader, List<byte[]> frames) throws MalformedException {
    for (byte[] frame : frames.subList(0, frames.size() - 1)) {
      assertThat(reader.read(frame)).isNull();
    }
    return Objects.requireNonNull(reader.read(frames.getLast()));
  }
}
