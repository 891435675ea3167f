package se.partnersec.gallra.ledger.sealstore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.seal.SealChain;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.ledger.seal.SignedSeal;
import se.partnersec.gallra.support.text.FileFault;
import se.partnersec.gallra.support.text.Sentences;

/** Seals as files of a directory: to be on another machine, on a medium that is written once, or both. */
public final class FileSealStore implements SealStore {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private static final Pattern NAME = Pattern.compile("seal-(\\d{10,18})\\.txt");

    private final Path folder;

    public FileSealStore(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "directory " + folder.toAbsolutePath();
    }

    @Override
    public Optional<String> read(long number) {
        try {
            return Optional.of(Files.readString(folder.resolve(SealStore.fileName(number))));
        } catch (NoSuchFileException e) {
            requireFolder();
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public long newest() {
        return files().isEmpty() ? 0 : files().lastKey();
    }

    /** The newest seal of the directory as it stands there, whoever signed it; empty if there is none. */
    public Optional<Seal> last() {
        TreeMap<Long, Path> files = files();
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        parse(files.lastEntry().getValue(), files.lastKey()).seal());
    }

    /** Hands all seals to a series, from the first; one that cannot be read ends it. */
    public void each(SealChain series) {
        TreeMap<Long, Path> files = files();
        if (files.isEmpty()) {
            throw SealException.misused(SENTENCES.say("sealstore.there-no-seal-gallra-ledger-seal", folder));
        }
        files.forEach((number, file) -> {
            try {
                series.add(parse(file, number));
            } catch (SealException e) {
                series.fault(String.valueOf(e.getMessage()));
            }
        });
    }

    private static SignedSeal parse(Path file, long number) {
        try {
            SignedSeal read = SignedSeal.parse(Files.readString(file));
            if (read.seal().number() == number) {
                return read;
            }
            throw SealException.suspicious(SENTENCES.say(
                    "sealstore.says-seal", file.getFileName(), read.seal().number()));
        } catch (IllegalArgumentException | IOException e) {
            String why = e instanceof IOException ? FileFault.of(e) : e.getMessage();
            throw SealException.suspicious(SENTENCES.say("sealstore.cannot-read-seal", file.getFileName(), why));
        }
    }

    private TreeMap<Long, Path> files() {
        TreeMap<Long, Path> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    found.put(Long.parseLong(name.group(1)), file);
                }
            });
        } catch (IOException e) {
            throw unreadable(e);
        }
        return found;
    }

    /** A rename would write over what is there, so the finished file gets its name by a link, which never does. */
    @Override
    public void write(long number, String text) {
        Path target = folder.resolve(SealStore.fileName(number));
        Path fresh = folder.resolve(".seal-" + UUID.randomUUID() + ".new");
        try {
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("r--r--r--"));
            link(fresh, target);
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw SealException.later(
                    SENTENCES.say("sealstore.does-not-take-seal-check-there", name(), FileFault.of(e)));
        } finally {
            forget(fresh);
        }
    }

    private static void link(Path fresh, Path target) throws IOException {
        try {
            Files.createLink(target, fresh);
        } catch (FileAlreadyExistsException e) {
            return; // somebody was faster; whether it is the same seal is looked at by reading it
        }
    }

    private static void forget(Path fresh) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException e) {
            return; // a file left over is no seal: nobody reads this name
        }
    }

    private void requireFolder() {
        if (!Files.isDirectory(folder)) {
            throw unreadable(new NoSuchFileException(folder.toString()));
        }
    }

    private SealException unreadable(IOException e) {
        return SealException.later(
                SENTENCES.say("sealstore.cannot-read-make-check-gallra-seal", name(), FileFault.of(e)));
    }
}
