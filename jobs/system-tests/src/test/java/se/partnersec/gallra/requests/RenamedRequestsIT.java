package se.partnersec.gallra.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** A request that was granted reaches records of a business in which every key and table has a {@code $} and an Ö in its name. */
@Tag("full")
class RenamedRequestsIT {
    private static final List<Scene> SCENES = List.of(Scene.CALLS, Scene.CHATS, Scene.IPS);

    @Test
    void takes_what_was_asked_for_and_nothing_else() {
        try (Workplace work = Workplace.renamed(100, Workplace::allAtOnce);
                SuiteContext suite = work.suite()) {
            RequestFixture people = new RequestFixture(work, suite);
            people.fill();
            for (Scene scene : SCENES) {
                scene.put(work, Spec.of(101, work.today().minusDays(1)).user(RequestFixture.ANNA));
                scene.put(work, Spec.of(102, work.today().minusDays(1)).user(RequestFixture.BO));
            }
            people.granted(RequestKind.ERASURE);
            for (Scene scene : SCENES) {
                RunResult result = work.run(scene.category(), work.today());
                assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
                assertThat(work.count(scene.table(), "id = 101"))
                        .as(scene.table())
                        .isZero();
                assertThat(work.count(scene.table(), "id = 102"))
                        .as(scene.table())
                        .isEqualTo(1);
            }
        }
    }
}
