package se.partnersec.gallra.support.text;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be read or written, in the language of the process. */
public final class FileFault {
    private static final Sentences SENTENCES = Sentences.of("support");

    private FileFault() {}

    /** A few words, for brackets; the name of the exception where it is a rare one. */
    public static String of(Exception error) {
        if (error instanceof NoSuchFileException) {
            return SENTENCES.say("file.missing");
        }
        if (error instanceof AccessDeniedException) {
            return SENTENCES.say("file.denied");
        }
        if (error instanceof FileAlreadyExistsException) {
            return SENTENCES.say("file.exists");
        }
        if (error instanceof NotDirectoryException) {
            return SENTENCES.say("file.no-folder");
        }
        if (error instanceof CharacterCodingException) {
            return SENTENCES.say("file.not-utf-8");
        }
        return error instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : error.getClass().getSimpleName();
    }
}
