package io.tidemill.daemon.e2e;

import java.nio.charset.StandardCharsets;

/// Makes DAGs whose bodies can append to a file.
///
/// In a body, `say("start", ctx)` appends `start RUN TASK SHARD ATTEMPT PROCESS`, whose fields [Said] names.
final class LoggedDag {
  private final AttemptRecorder attemptRecorder;

  LoggedDag(AttemptRecorder attemptRecorder) {
    this.attemptRecorder = attemptRecorder;
  }

  /// A line of a body.
  ///
  /// @param shard index, -1 where the task is not sharded
  record Said(String what, long run, String task, int shard, int attempt, long process) {
    /// What was said, of one attempt.
    static Said of(String line) {
      String[] words = line.split(" ");
      return new Said(words[0], Long.parseLong(words[1]), words[2], Integer.parseInt(words[3]),
          Integer.parseInt(words[4]), Long.parseLong(words[5]));
    }

    /// The attempt, whatever was said of it and wherever it ran.
    String attemptName() {
      return run + "/" + task + "[" + shard + "]#" + attempt;
    }
  }

  /// The source.
  ///
  /// @param declarations statements that declare tasks on `d`
  byte[] source(String dag, String declarations) {
    return source(dag, declarations, "");
  }

  /// The source.
  ///
  /// @param declarations statements that declare tasks on `d`
  /// @param methods methods that bodies call
  byte[] source(String dag, String declarations, String methods) {
    return """
        import module java.base;
        import io.tidemill.dsl.*;

        Dag<?> dag() {
          return Dag.define("%s", d -> {
        %s
          });
        }

        static void say(String what, TaskContext<?> ctx) throws IOException {
          Files.writeString(Path.of("%s"), what + " " + ctx.run() + " " + ctx.task() + " " + ctx.shardIndex() + " "
              + ctx.attempt() + " " + ProcessHandle.current().pid() + ";\\n", StandardOpenOption.APPEND);
        }

        /// Waits until the test makes a file of this name beside the recorded attempts.
        static void await(String name) throws IOException, InterruptedException {
          Path file = Path.of("%s").resolveSibling(name);
          while (!Files.exists(file)) {
            Thread.sleep(20);
          }
        }

        %s

        void main(String... args) {
          Dag.main(dag(), args);
        }
        """
        .formatted(dag, declarations, attemptRecorder.file(), attemptRecorder.file(), methods)
        .getBytes(StandardCharsets.UTF_8);
  }
}
