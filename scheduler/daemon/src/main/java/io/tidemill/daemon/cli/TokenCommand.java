package io.tidemill.daemon.cli;

import io.tidemill.api.token.TokenCreated;
import io.tidemill.api.token.TokenRequest;
import io.tidemill.api.token.TokenView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Table;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Creates, lists and revokes join tokens.
@Command(name = "token", description = {"Join tokens: `token create`, `token list`, `token revoke ID`.",
    "A token admits one agent, once."})
final class TokenCommand extends Subcommand {
  TokenCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    throw badInput("Expected `token create`, `token list` or `token revoke ID`, but found `token` alone");
  }

  /// Creates a token.
  @Command(name = "create", description = {"Create a join token for one agent. It is printed once, on standard output.",
      "Example: tidemill token create > token; then pass that file to `tidemill agent --token-file token`."})
  static final class Create extends Subcommand {
    @Option(names = "--name", paramLabel = "NAME", description = "Name the agent must have. Default: any") String name = "";

    @Option(names = "--expires", paramLabel = "TIME", description = "Lifetime, 1m to 30d. Default: 1h") String expires = "1h";

    Create(Context context) {
      super(context);
    }

    @Override public Integer call() {
      long seconds = TimeSpan.parse("--expires", expires).toSeconds();
      directory().make();
      try (SchedulerConnection schedulerConnection = open(RunMode.READ, "token create")) {
        TokenCreated created = schedulerConnection.operations()
            .tokens()
            .create(new TokenRequest(orNull(name), seconds));
        if (json()) {
          terminal().json(created);
        } else {
          terminal().line(created.token());
          terminal().note("token " + created.id() + ", valid for one agent until " + created.expiresAt());
        }
        return ExitCode.GOOD;
      }
    }
  }

  /// Lists tokens.
  @Command(name = "list", description = "List join tokens, without their secrets.")
  static final class Listing extends Subcommand {
    Listing(Context context) {
      super(context);
    }

    @Override public Integer call() {
      try (SchedulerConnection schedulerConnection = open(RunMode.READ, "token list")) {
        List<TokenView> tokens = schedulerConnection.operations().tokens().list();
        if (json()) {
          terminal().json(tokens);
        } else if (tokens.isEmpty()) {
          terminal().note("no join tokens");
        } else {
          Table table = new Table("TOKEN", "STATE", "FOR", "EXPIRES", "USED BY");
          for (TokenView token : tokens) {
            String only = token.name();
            String user = token.usedBy();
            table.row(token.id(), token.state().name(), only == null ? "any" : only,
                token.expiresAt().toString().substring(0, 19) + "Z", user == null ? "" : user);
          }
          table.print(terminal());
        }
        return ExitCode.GOOD;
      }
    }
  }

  /// Revokes a token.
  @Command(name = "revoke", description = "Revoke a join token. An agent that joined with it stays.")
  static final class Revoke extends Subcommand {
    @Parameters(index = "0", paramLabel = "ID", description = "Id of the token, as listed by `token list`") String id = "";

    Revoke(Context context) {
      super(context);
    }

    @Override public Integer call() {
      try (SchedulerConnection schedulerConnection = open(RunMode.READ, "token revoke")) {
        schedulerConnection.operations().tokens().revoke(id);
        if (json()) {
          terminal().json(Map.of("revoked", id));
        } else {
          terminal().line("revoked " + id);
        }
        return ExitCode.GOOD;
      }
    }
  }
}
