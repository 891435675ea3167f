package se.partnersec.gallra.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.cli.ScriptedServices;
import se.partnersec.gallra.cli.Typed;
import se.partnersec.gallra.operations.bucketpolicy.BucketScope;

/** Policies of the object store, printed and looked at. */
class BucketCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final ScriptedServices services = new ScriptedServices()
            .on("accessScope", args -> new BucketScope(String.valueOf(args[1]), List.of("calls/", "chats/")));

    private Typed typed(String line) {
        return Typed.command(services, line.split(" "));
    }

    @Test
    void what_is_printed_passes_and_what_was_changed_does_not() throws IOException {
        Typed printed = typed("bucket grants --as job --bucket inspelningar");
        assertThat(printed.exit()).isZero();
        assertThat(printed.out()).contains("arn:aws:s3:::inspelningar/calls/*");
        Path file = Files.writeString(folder.resolve("job.json"), printed.out());

        Typed good = typed("bucket lint " + file + " --as job --bucket inspelningar");
        assertThat(good.exit()).isZero();
        assertThat(good.out()).contains("grants what is needed in inspelningar as job");

        Files.writeString(file, printed.out().replace("\"s3:DeleteObjectVersion\"", "\"s3:Delete*\""));
        Typed bad = typed("bucket lint " + file + " --as job --bucket inspelningar");
        assertThat(bad.exit()).isEqualTo(10);
        assertThat(bad.out()).contains("too much: s3:Delete*, in statement Erase");
        assertThat(bad.err()).contains("gallra bucket grants --as job");

        Typed elsewhere = typed("bucket lint " + file + " --as job --bucket another-one --lang sv");
        assertThat(elsewhere.exit()).isEqualTo(10);
        assertThat(elsewhere.out()).contains("saknas: s3:ListBucket på arn:aws:s3:::another-one");
    }

    @Test
    void a_file_that_is_no_policy_is_a_mistake_of_the_command_line() throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), "{\"Version\": 1}");
        assertThat(typed("bucket lint " + file + " --as job").exit()).isEqualTo(2);
        assertThat(typed("bucket lint " + file + " --as job").err())
                .contains("no policy that can be judged", "2012-10-17");
        assertThat(typed("bucket lint /no/such --as job").err()).contains("cannot be read");
        assertThat(typed("bucket lint " + file + " --as boss").err())
                .contains("there is no account 'boss'; choose from job, job-unversioned, reader, sealer");
        assertThat(typed("bucket grants").exit()).isEqualTo(2);
    }
}
