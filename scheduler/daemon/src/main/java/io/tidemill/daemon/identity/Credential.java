package io.tidemill.daemon.identity;

import io.tidemill.api.ViewJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// What an agent proves itself with, as it is kept in the work folder for the eyes of its owner only.
///
/// @param agent its name
/// @param secret 256 random bits, made by the agent
/// @param fingerprint SHA-256 of the one certificate it trusts, null where it trusts authorities or none is needed
/// @param joined whether the scheduler has said that it knows the secret
public record Credential(String agent, String secret, @Nullable String fingerprint, boolean joined) {
  private static final String FILE = "credential.json";

  /// A new one that no scheduler knows yet.
  public static Credential random(String agent, @Nullable String fingerprint) {
    return new Credential(agent, Secret.random(), fingerprint, false);
  }

  /// The same, known to the scheduler.
  public Credential known() {
    return new Credential(agent, secret, fingerprint, true);
  }

  /// The same for a scheduler with another certificate.
  public Credential pinned(@Nullable String other) {
    return new Credential(agent, secret, other, joined);
  }

  /// Where it is kept.
  public static Path file(Path work) {
    return work.resolve(FILE);
  }

  /// Reads the one of a work folder.
  ///
  /// @return null where there is none
  /// @throws IOException if there is one that cannot be read
  public static @Nullable Credential read(Path work) throws IOException {
    Path file = file(work);
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return ViewJson.LENIENT.readValue(Files.readAllBytes(file), Credential.class);
    } catch (JacksonException e) {
      throw new IOException("Expected the credential of an agent in " + file + ", but found something else: "
          + e.getOriginalMessage() + "; remove the file, and join again with a new token", e);
    }
  }

  /// Writes it, on disk when this returns: either all of it or nothing.
  public void write(Path work) throws IOException {
    Path draft = work.resolve(FILE + ".draft");
    Files.deleteIfExists(draft);
    try {
      Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (UnsupportedOperationException _) {
      Files.createFile(draft);
    }
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(ViewJson.STRICT.writeValueAsBytes(this));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(draft, file(work), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Without the secret.
  @Override public String toString() {
    return "Credential[agent=" + agent + ", joined=" + joined + "]";
  }
}
