package io.tidemill.agent;

import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.PackedBytes;
import io.tidemill.protocol.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A note in the folder of an agent without a journal that a body ended its process by System.exit, so that the next process takes the
/// attempt for failed, and does not do the same at once again.
public final class ExitNote {
  private static final Logger LOG = LoggerFactory.getLogger(ExitNote.class);
  private static final String FILE = "exit-note";
  private static final int NUMBERS = 6;

  private ExitNote() {}

  static void write(Path folder, ExitCallSite.Exit exit) {
    Attempt attempt = exit.attempt();
    AttemptKey key = attempt.job().key();
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(FILE),
          "%d %d %d %d %d %d%n%s%n".formatted(key.dag(), key.run(), key.task(), key.attempt(), key.nonce(),
              attempt.shardIndex(), exit.place()));
    } catch (IOException e) {
      LOG.debug("It cannot be written down that {}", exit.text(), e);
    }
  }

  /// What the note says, as reports of the attempt's failure; nothing if there is none. The note is gone then.
  ///
  /// @param folder folder of the agent
  public static List<Report> take(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        return List.of();
      }
      List<String> lines = Files.readAllLines(file);
      Files.delete(file);
      String[] words = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ");
      if (words.length != NUMBERS) {
        return List.of();
      }
      AttemptKey key = new AttemptKey(Integer.parseInt(words[0]), Long.parseLong(words[1]), Integer.parseInt(words[2]),
          Integer.parseInt(words[3]), Long.parseLong(words[4]));
      return List.of(report(key, Integer.parseInt(words[5]), lines.size() > 1 ? lines.get(1) : ""));
    } catch (IOException | NumberFormatException e) {
      LOG.debug("{} cannot be read", file, e);
      return List.of();
    }
  }

  private static Report report(AttemptKey key, int shard, String place) {
    FailureReport failure = new FailureReport(FailureReport.Kind.FAILED, "",
        "The body called System.exit" + (place.isEmpty() ? "" : " at " + place)
            + ", which ended the process it ran in and all work beside it; let it return or throw instead, or declare the"
            + " task isolated(), then only its own process ends",
        place, "", true, -1);
    Report.Timing timing = new Report.Timing(0, 0);
    return shard < 0
        ? new Report.Failed(key, failure, timing)
        : new Report.ShardsEnded(key, new int[0], PackedBytes.pack(List.of()), List.of(),
            List.of(new Report.ShardFailed(shard, failure, timing)));
  }
}
