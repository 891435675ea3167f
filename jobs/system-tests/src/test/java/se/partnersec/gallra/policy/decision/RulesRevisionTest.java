package se.partnersec.gallra.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.rules.PolicyReader;
import se.partnersec.gallra.testing.CategoryIds;

/**
 * The worked decisions are those of one revision of the rules. Whoever changes what a case is decided has to change
 * {@link RetentionPolicy#REVISION} too, so that no installation goes by other rules than two people adopted; whoever only adds
 * cases writes the new hash here.
 */
class RulesRevisionTest {
    private static final RetentionPolicy SHIPPED =
            PolicyReader.read(Path.of("..", "..", "job-config", "policy.yml"), CategoryIds.KNOWN);

    private static final int REVISION = 3;
    private static final String DECISIONS = "43391ec8c1be53319e9f7a2d6967385f60f7c04af53528bc572202029b337a07";
    private static final String FURTHER = "c625c6fded30e43785f14db48a0e7a8ea12f2cb70d79c29550586a9ed7cbcd30";

    @Test
    void the_worked_decisions_are_those_of_this_revision() throws IOException, NoSuchAlgorithmException {
        assertThat(List.of(RetentionPolicy.REVISION, hash("decisions.csv"), hash("further.csv")))
                .containsExactly(REVISION, DECISIONS, FURTHER);
    }

    private static String hash(String file) throws IOException, NoSuchAlgorithmException {
        byte[] bytes = Files.readAllBytes(Path.of("src", "test", "resources", "oracle", file));
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void the_revision_is_in_the_text_that_is_adopted() {
        assertThat(PolicyParser.parse(SHIPPED.canonical(), CategoryIds.KNOWN).canonical())
                .isEqualTo(SHIPPED.canonical());
        assertThat(SHIPPED.canonical()).startsWith("policy, rules revision " + RetentionPolicy.REVISION + "\n");
    }
}
