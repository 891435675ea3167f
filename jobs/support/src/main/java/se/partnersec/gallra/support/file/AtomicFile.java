package se.partnersec.gallra.support.file;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * A file that is there whole or not at all, and for its owner only (mode 0600). It is written under another name in the same
 * folder, brought to the disk, and then given its own: by a hard link, which fails where something has that name, however
 * late it came; with force by a rename, which replaces it.
 */
public final class AtomicFile implements Closeable {
    private static final Sentences SENTENCES = Sentences.of("support");
    private final Path target;
    private final boolean force;
    private final Path draft;
    private final FileChannel channel;
    private final OutputStream out;

    /** @throws RefusedException if something has the name already, or nothing can be written there */
    public AtomicFile(Path file, boolean force) {
        this.target = file.toAbsolutePath();
        this.force = force;
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw RefusedException.usage(SENTENCES.say("file.there-no-folder-make-give-o", folder));
        }
        if (Files.isDirectory(target) || (!force && Files.exists(target, LinkOption.NOFOLLOW_LINKS))) {
            throw RefusedException.usage(SENTENCES.say("file.there-already-take-another-name-force", file));
        }
        try {
            draft = Files.createTempFile(
                    folder,
                    ".gallra-",
                    ".part",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            channel = FileChannel.open(draft, Set.of(StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw RefusedException.usage(SENTENCES.say("file.cannot-written-check-folder-rights", file, e));
        }
        out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    }

    public OutputStream out() {
        return out;
    }

    /** Where it lies before it has its name, for who writes to files and not to streams. */
    public Path draft() {
        return draft;
    }

    /** Gives it its name. */
    public void publish() throws IOException {
        out.flush();
        channel.force(true);
        channel.close();
        if (force) {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        try {
            Files.createLink(target, draft);
        } catch (FileAlreadyExistsException e) {
            throw RefusedException.usage(SENTENCES.say("file.came-up-meanwhile-take-another-name", target));
        } catch (UnsupportedOperationException | java.nio.file.FileSystemException e) {
            withoutLinks();
        }
        Files.deleteIfExists(draft);
    }

    /** Where there are no hard links, the name is taken first by an empty file, which fails where there is one. */
    private void withoutLinks() throws IOException {
        try {
            Files.createFile(target);
        } catch (FileAlreadyExistsException e) {
            throw RefusedException.usage(SENTENCES.say("file.came-up-meanwhile-take-another-name", target));
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Leaves nothing behind where it was not published. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(draft);
    }
}
