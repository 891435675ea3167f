package se.partnersec.gallra.console.part;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import se.partnersec.gallra.cli.main.CommandRoles;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.support.exit.ExitCode;

/** Commands that a role may run, as a part of a page. */
public final class RoleRights {
    /** Commands that need no right of a role, on pages of the console. */
    private static final List<String> FOR_EVERYBODY =
            List.of("certificate verify", "copies", "policy check", "policy show");

    private final MessageSource texts;

    public RoleRights(MessageSource texts) {
        this.texts = texts;
    }

    /** The part for somebody with the role. */
    public Section section(PersonRole role) {
        Locale language = LocaleContextHolder.getLocale();
        List<List<CommandPage.Cell>> rows = new ArrayList<>();
        new TreeMap<>(CommandRoles.all()).forEach((command, roles) -> {
            if (roles.contains(role.id())) {
                List<String> others = roles.stream()
                        .filter(each -> !each.equals(role.id()))
                        .map(each -> texts.getMessage("role." + each, null, language))
                        .toList();
                rows.add(List.of(cell("gallra " + command), cell(String.join(", ", others))));
            }
        });
        FOR_EVERYBODY.forEach(command -> rows.add(
                List.of(cell("gallra " + command), cell(texts.getMessage("rights.everybody", null, language)))));
        List<CommandPage.Head> heads = List.of(
                new CommandPage.Head("command", texts.getMessage("rights.command", null, language), false),
                new CommandPage.Head("others", texts.getMessage("rights.others", null, language), false));
        CommandPage.Rows table = new CommandPage.Rows("commands", heads, rows);
        return new Section(true, "section.rights", "", new CommandPage(ExitCode.DONE, List.of(table), Map.of()));
    }

    private static CommandPage.Cell cell(String text) {
        return new CommandPage.Cell(text, text);
    }
}
