package se.partnersec.gallra.console.download;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.console.person.Person;

/** File that a command writes under the login of a person, and that their browser gets. Nothing of it stays here. */
public final class CommandFile {
    private final Clock clock;

    public CommandFile(Clock clock) {
        this.clock = clock;
    }

    /**
     * Sends the file. One at a time for a person: some read every record.
     *
     * @param name what is in it
     * @param choices that the command was given, as the name of the file has them
     * @param command for the path of the file to write
     * @return null if the file was sent; otherwise the result of the command, which says why there is none
     */
    public @Nullable CommandPage send(
            Person person,
            String name,
            Map<String, String> choices,
            String extension,
            Function<Path, List<String>> command,
            HttpServletResponse response)
            throws IOException {
        synchronized (person) {
            try (ReportFile file = ReportFile.make()) {
                Path path = file.path(extension);
                CommandPage page = person.run(LocaleContextHolder.getLocale(), command.apply(path));
                if (!Files.exists(path)) {
                    return page;
                }
                response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
                response.setContentLengthLong(Files.size(path));
                response.setHeader(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(FileName.of(name, choices, clock.instant()) + "." + extension)
                                .build()
                                .toString());
                Files.copy(path, response.getOutputStream());
                return null;
            }
        }
    }
}
