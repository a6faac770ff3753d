package io.tidemill.daemon.boot;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Takes from everybody but the owner what they may do with a folder and the files in it: they hold parameters, results, logs and
/// secrets. Does nothing on a file system without such permissions.
final class OwnerOnly {
  private static final Set<PosixFilePermission> OF_OWNER = PosixFilePermissions.fromString("rwx------");
  /// Below are bundles and work folders, which nobody else reaches once the folders above are closed.
  private static final int DEPTH = 2;

  private OwnerOnly() {}

  /// What belongs to another user stays as it is: only they can change it.
  static void tighten(Path folder) throws IOException {
    if (!Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      return;
    }
    Files.walkFileTree(folder, Set.of(), DEPTH, new SimpleFileVisitor<>() {
      @Override public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
        close(each);
        return FileVisitResult.CONTINUE;
      }

      @Override public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
        if (!attributes.isSymbolicLink()) {
          close(each);
        }
        return FileVisitResult.CONTINUE;
      }

      @Override public FileVisitResult visitFileFailed(Path each, IOException e) {
        // Removed meanwhile, or not ours to look at.
        return FileVisitResult.CONTINUE;
      }
    });
  }

  private static void close(Path file) {
    try {
      Set<PosixFilePermission> now = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
      if (!OF_OWNER.containsAll(now)) {
        now.retainAll(OF_OWNER);
        Files.setPosixFilePermissions(file, now);
      }
    } catch (IOException _) {
      // Not ours.
    }
  }
}
