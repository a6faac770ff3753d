package io.tidemill.daemon.cli;

import io.tidemill.api.access.AccessTokenCreated;
import io.tidemill.api.access.AccessTokenRequest;
import io.tidemill.api.access.AccessTokenView;
import io.tidemill.api.http.Role;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Creates, lists and revokes access tokens.
@Command(name = "access", description = {
    "Access tokens of people and programs: `access create`, `access list`, `access revoke ID`.",
    "A token logs in to the console and calls the API with what its role allows."})
final class AccessCommand extends Subcommand {
  AccessCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    throw badInput("Expected `access create`, `access list` or `access revoke ID`, but found `access` alone");
  }

  /// Creates a token.
  @Command(name = "create", description = {
      "Create an access token. It is printed once, on standard output.",
      "viewer: look; operator: start, cancel, rerun, pause, backfill as well; author: deploy as well; admin: everything.",
      "Example: tidemill access create --name ci --role author --expires 30d > token"})
  static final class Create extends Subcommand {
    @Option(names = "--name", paramLabel = "NAME", required = true, description = "Whom or what it is for") String name = "";

    @Option(names = "--role", paramLabel = "ROLE", required = true, description = "viewer, operator, author or admin") String role = "";

    @Option(names = "--expires", paramLabel = "TIME", description = "Lifetime, 1m to 3650d. Default: 90d") String expires = "90d";

    Create(Context context) {
      super(context);
    }

    @Override public Integer call() {
      AccessTokenRequest request = new AccessTokenRequest(name, role(), TimeSpan.parse("--expires", expires)
          .toSeconds());
      directory().make();
      try (SchedulerConnection schedulerConnection = open(RunMode.READ, "access create")) {
        AccessTokenCreated created = schedulerConnection.operations().accessTokens().create(request);
        if (json()) {
          terminal().json(created);
        } else {
          terminal().line(created.token());
          terminal().note("access token " + created.id() + " for " + name + ", " + word(request.role())
              + ", valid until " + created.expiresAt());
        }
        return ExitCode.GOOD;
      }
    }

    private Role role() {
      return Arrays.stream(Role.values())
          .filter(each -> word(each).equals(role))
          .findFirst()
          .orElseThrow(() -> badInput("Expected --role " + Arrays.stream(Role.values())
              .map(AccessCommand::word)
              .collect(Collectors.joining(", ")) + ", but found '" + role + "'"));
    }
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  /// Lists tokens.
  @Command(name = "list", description = "List access tokens, without their secrets.")
  static final class Listing extends Subcommand {
    Listing(Context context) {
      super(context);
    }

    @Override public Integer call() {
      try (SchedulerConnection schedulerConnection = open(RunMode.READ, "access list")) {
        List<AccessTokenView> tokens = schedulerConnection.operations().accessTokens().list();
        if (json()) {
          terminal().json(tokens);
        } else if (tokens.isEmpty()) {
          terminal().note("no access tokens; the owner of the data directory needs none");
        } else {
          Table table = new Table("TOKEN", "NAME", "ROLE", "CREATED", "EXPIRES");
          for (AccessTokenView token : tokens) {
            table.row(token.id(), token.name(), word(token.role()),
                token.createdAt().toString().substring(0, 19) + "Z",
                token.expiresAt().toString().substring(0, 19) + "Z" + (token.expired() ? " (over)" : ""));
          }
          table.print(terminal());
        }
        return ExitCode.GOOD;
      }
    }
  }

  /// Revokes a token.
  @Command(name = "revoke", description = "Revoke an access token. Sessions that began with it end within 5 s.")
  static final class Revoke extends Subcommand {
    @Parameters(index = "0", paramLabel = "ID", description = "Id of the token, as listed by `access list`") String id = "";

    Revoke(Context context) {
      super(context);
    }

    @Override public Integer call() {
      try (SchedulerConnection schedulerConnection = open(RunMode.READ, "access revoke")) {
        schedulerConnection.operations().accessTokens().revoke(id);
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
