package se.partnersec.gallra.console.act;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.context.MessageSource;
import se.partnersec.gallra.console.part.HoldCount;
import se.partnersec.gallra.console.part.Section;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.part.SlowPart;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.support.exit.ExitCode;

/** Parts of pages about what a command would change. */
public final class ActSubject {
    /** Shape of the number of a hold; a request that somebody wrote by SQL may have anything there. */
    private static final String HOLD = "H-[0-9]{1,18}";

    private final HoldCount counts;

    public ActSubject(MessageSource texts) {
        this.counts = new HoldCount(texts);
    }

    /** Adds what the form of a command is about. @param of empty if it is about nothing that is there already */
    Sections add(Act act, String of, Person person, Sections sections) {
        return switch (act) {
            case PAUSE, RESUME, STOP, SET, RESTART, RECOVER -> sections.add("section.run", "runs show", of);
            case STOP_ALL, RESUME_ALL -> sections.add("section.runs", "runs list", "--limit=15");
            case START, CANCEL -> sections.add("section.orders", "runs order list", "--limit=15");
            case ACK -> sections.add("section.finding", "findings show", of);
            case APPROVE, SIGN_APPROVAL, WITHDRAW -> approval(of, person, sections);
            case RELEASE -> hold(of, person, sections);
            case SIGN -> sections.addSlow(SlowPart.RECONCILE);
            case YEAR, REMOVE_YEAR -> sections.add("section.years", "holds years list");
            case PERMIT -> sections.add("section.permits", "holds permits list");
            case REQUEST -> sections.add("section.requests", "requests list");
            case ACK_NOTICES -> sections.add("section.notices", "notices list");
            case DECIDE, EXTEND, SENT -> sections.add("section.request", "requests show", of);
            case ALLOW -> sections.add("section.approvals", "approvals list");
            case ADOPT -> sections.add("section.rules", "policy diff", "adopted");
            case ADD_LOGIN, REMOVE_LOGIN, LEAVE -> sections.add("section.people", "people list");
            case OFFER_PASSKEY, ADD_PASSKEY, END_PASSKEY -> sections.add("section.passkeys", "passkeys list");
            case HOLD, BOOKS, PLAN -> sections;
        };
    }

    /** Adds a request that takes two people, and what it would change. */
    public Sections approval(String approval, Person person, Sections sections) {
        sections.add("section.approval", "approvals show", approval);
        Map<String, ?> asked = asked(sections.all());
        return switch (String.valueOf(asked.get("kind"))) {
            case "PLAN", "REPLAY" -> sections.add("section.plan", "plans show", approval);
            // Once settled, the difference to the rules in force is another.
            case "KEY" -> sections.add("section.passkeys", "passkeys list");
            case "PERSON" -> sections.add("section.people", "people list");
            case "RULES" ->
                ActLink.WAITING.contains(String.valueOf(asked.get("state")))
                        ? sections.add("section.rules", "policy diff", "adopted")
                        : sections;
            case "SIGN_OFF" ->
                ActLink.WAITING.contains(String.valueOf(asked.get("state")))
                        ? sections.addSlow(SlowPart.RECONCILE)
                        : sections;
            case "RELEASE" -> {
                String hold = String.valueOf(asked.get("hold"));
                yield hold.matches(HOLD) ? hold(hold, person, sections) : sections;
            }
            default -> sections;
        };
    }

    private Sections hold(String hold, Person person, Sections sections) {
        sections.add("section.hold", "holds show", hold);
        List<Section> all = sections.all();
        return HoldCount.by(person) && all.get(all.size() - 1).page().exit() == ExitCode.DONE
                ? sections.add(counts.of(person, hold, Duration.ofMillis(Sections.WAIT_MILLIS)))
                : sections;
    }

    /** Fields of the request that the command showed; empty if it showed none. */
    @SuppressWarnings("unchecked")
    public static Map<String, ?> asked(List<Section> sections) {
        return sections.stream()
                .map(section -> section.page().fields().get("approvals"))
                .filter(List.class::isInstance)
                .flatMap(found -> ((List<?>) found).stream())
                .filter(Map.class::isInstance)
                .map(found -> (Map<String, ?>) found)
                .findFirst()
                .orElse(Map.of());
    }
}
