package se.partnersec.gallra.console.person;

import java.nio.file.Path;
import java.util.UUID;

/**
 * File that came with a form.
 *
 * @param form identifier of the form
 * @param path in a folder of its own
 * @param sha256 of its content, as hexadecimal digits
 */
public record Upload(UUID form, Path path, String sha256) {
    public String name() {
        return String.valueOf(path.getFileName());
    }
}
