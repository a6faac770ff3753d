package io.tidemill.api.version;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Query;
import io.tidemill.api.http.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Versions of DAGs, and the files they come in.
public interface VersionResource {
  /// What the name of a file must be.
  String FILE_NAME = "[\\p{L}\\p{N}_$][\\p{L}\\p{N}_$.-]{0,200}\\.(java|jar)";
  /// The same for people.
  String EXPECTED_NAME = "a file name like Hello.java or hello.jar";

  /// The versions of a DAG.
  @Route(value = "GET /dags/{dag}/versions", permission = Permission.VIEW, refuses = Kind.NOT_FOUND) VersionsView list(
      String dag);

  /// Says what deploying a file would do. Nothing is stored.
  ///
  /// @throws io.tidemill.api.error.RefusedException with the problems in the file
  @Route(value = "POST /dags/plan", permission = Permission.DEPLOY) DeploymentView plan(
      @Query(pattern = FILE_NAME, expected = EXPECTED_NAME) String name, byte[] content);

  /// Makes the DAGs of a file known and active: all, or none. Runs that are under way stay on their version.
  ///
  /// @param plan hash of the plan that was shown, null for whatever it is
  /// @throws io.tidemill.api.error.RefusedException with the problems in the file, or because the plan no longer holds
  @Route(value = "POST /dags", permission = Permission.DEPLOY, refuses = Kind.CONFLICT) List<Deployed> deploy(
      @Query(pattern = FILE_NAME, expected = EXPECTED_NAME) String name, byte[] content,
      @Query @Nullable String plan);

  /// Makes an older version of a DAG active again, or says what would be different.
  @Route(value = "POST /dags/{dag}/activate", permission = Permission.DEPLOY, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) DeploymentView activate(String dag, ActivateRequest request);

  /// Deletes versions that are not active and that no recorded run names, with bundles nobody has any more; or says which would
  /// go.
  @Route(value = "POST /dags/purge", permission = Permission.DEPLOY, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) PurgeView purge(PurgeRequest request);
}
