package se.partnersec.gallra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.Refusals.refusedWith;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.access.AccessUse;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.store.Sources;
import se.partnersec.gallra.store.SourcesFile;
import se.partnersec.gallra.support.ExitCode;

/** Which bucket and which prefixes an account is for. */
class AccessScopesTest {
    private static final Sources SHIPPED =
            SourcesFile.read(Path.of("..", "job-config", "sources.yml"), Categories.needs());
    private static final AccessScopes SET = new AccessScopes(Map.of(
            "GALLRA_S3_BUCKET", "recordings", "GALLRA_SEAL_BUCKET", "seals", "GALLRA_SEAL_PREFIX", "partnersec/"));

    @Test
    void the_job_works_below_what_is_mapped_and_the_sealer_below_its_own_prefix() {
        assertThat(SET.of(AccessUse.JOB, null, SHIPPED).prefixes()).containsExactly("calls/", "chats/", "iplogs/");
        assertThat(SET.of(AccessUse.JOB, null, SHIPPED).bucket()).isEqualTo("recordings");
        assertThat(SET.of(AccessUse.READER, "another", SHIPPED).bucket()).isEqualTo("another");
        assertThat(SET.of(AccessUse.SEALER, null, SHIPPED).bucket()).isEqualTo("seals");
        assertThat(SET.of(AccessUse.SEALER, null, SHIPPED).prefixes()).containsExactly("partnersec/");
    }

    @Test
    void a_bucket_has_to_be_named_and_to_be_one() {
        AccessScopes unset = new AccessScopes(Map.of());
        assertThatThrownBy(() -> unset.of(AccessUse.JOB, null, SHIPPED))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("GALLRA_S3_BUCKET");
        assertThatThrownBy(() -> unset.of(AccessUse.JOB, "*", SHIPPED)).hasMessageContaining("no bucket's name");
        AccessScopes odd = new AccessScopes(Map.of("GALLRA_SEAL_PREFIX", "seals-${aws:username}/"));
        assertThatThrownBy(() -> odd.of(AccessUse.SEALER, "seals", SHIPPED)).hasMessageContaining("as it stands");
    }
}
