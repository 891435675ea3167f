package se.partnersec.gallra.config.mapping;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * The legal entities whose books keep records, each with fiscal years and vouchers of its own.
 *
 * @param all those that {@code sources.yml} names: none where a company has one only, otherwise two or more
 */
public record LegalEntities(List<Entity> all) {
    /** The role of the column that says in whose books a record is. */
    public static final String ROLE = "entity";

    public static final LegalEntities ONE = new LegalEntities(List.of());

    private static final Sentences SENTENCES = Sentences.of("config");

    public LegalEntities {
        all = List.copyOf(all);
    }

    /**
     * One of them.
     *
     * @param code as fiscal years, imports of books and permits name it
     * @param name as #FNAMN of its files has it
     * @param orgNo its registration number, ten digits
     */
    public record Entity(String code, String name, String orgNo) {}

    public boolean several() {
        return !all.isEmpty();
    }

    public boolean knows(@Nullable String code) {
        return all.stream().anyMatch(each -> each.code().equals(code));
    }

    /** Their codes, for people. */
    public String codes() {
        return all.stream().map(Entity::code).collect(Collectors.joining(", "));
    }

    public Optional<Entity> numbered(String orgNo) {
        return all.stream().filter(each -> each.orgNo().equals(digits(orgNo))).findFirst();
    }

    public Optional<Entity> named(@Nullable String name) {
        return all.stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
    }

    /** The last ten digits of a registration number: some programs write the century before them. */
    public static String digits(String orgNo) {
        String digits = orgNo.replaceAll("[^0-9]", "");
        return digits.substring(Math.max(0, digits.length() - 10));
    }

    /**
     * The one that somebody means.
     *
     * @param code as given; null where it was not
     * @throws RefusedException if it is none of them, or one has to be given
     */
    public String chosen(@Nullable String code) {
        if (code == null && !several()) {
            return FiscalYear.MAIN;
        }
        if (code == null) {
            throw RefusedException.usage(SENTENCES.say("entity.give-one", codes()));
        }
        if (!several()) {
            throw RefusedException.usage(SENTENCES.say("entity.none-named", code));
        }
        if (!knows(code)) {
            throw RefusedException.usage(SENTENCES.say("entity.not-known", code, codes()));
        }
        return code;
    }

    /**
     * The years that count for what may be in the books of any of them.
     *
     * @param known all that are on record
     * @return none where one of them has no year on record, because then nobody knows until when its books keep anything
     */
    public List<FiscalYear> ofAny(List<FiscalYear> known) {
        if (!several()) {
            boolean alone = known.stream().allMatch(year -> year.entity().equals(FiscalYear.MAIN));
            return alone
                    ? known
                    : known.stream()
                            .filter(year -> year.entity().equals(FiscalYear.MAIN))
                            .toList();
        }
        boolean gap = all.stream()
                .anyMatch(each -> known.stream().noneMatch(year -> year.entity().equals(each.code())));
        return gap
                ? List.of()
                : known.stream().filter(year -> knows(year.entity())).toList();
    }
}
