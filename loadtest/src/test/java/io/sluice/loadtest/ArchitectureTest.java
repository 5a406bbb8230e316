package io.sluice.loadtest;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.sluice.common.HouseRules;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.measure.ThreadConfined;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The structure of this module, as rules. */
class ArchitectureTest {
    private static final String ROOT = "io.sluice.loadtest";

    /** Packages from the lowest to the highest; each may use those before it, and the root may use all. */
    private static final List<String> LEVELS = List.of(
            "measure",
            "client",
            "check",
            "cluster",
            "feed",
            "load",
            "baseline",
            "scenario",
            "balance",
            "report.chart",
            "report",
            "demo");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages(ROOT);

    @Test
    void theRulesSeeTheClasses() {
        assertThat(MAIN.size()).isGreaterThan(60);
        assertThat(TESTS.size()).isGreaterThan(15);
    }

    @Test
    void theHouseRulesHold() {
        HouseRules.packagesAreInOrder(MAIN, ROOT);
        HouseRules.classesAreClosedAndWellNamed(MAIN);
        HouseRules.theRestOfTheProcessIsLeftAlone(MAIN);
        HouseRules.testsWaitForConditions(TESTS);
    }

    @Test
    void everyPackageHasItsLevel() {
        classes()
                .should()
                .resideInAnyPackage(Stream.concat(LEVELS.stream().map(level -> ROOT + "." + level), Stream.of(ROOT))
                        .toArray(String[]::new))
                .check(MAIN);
    }

    @Test
    void packagesUseOnlyThoseOfLowerLevels() {
        for (int i = 0; i < LEVELS.size(); i++) {
            String[] above = Stream.concat(
                            LEVELS.stream().skip(i + 1L).map(level -> ROOT + "." + level), Stream.of(ROOT))
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + LEVELS.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .check(MAIN);
        }
    }

    @Test
    void theProgramsAreDrivenFromOutsideAndNotByTheirCode() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.sluice.gateway..", "io.sluice.router..", "io.vertx.redis..")
                .check(MAIN);
    }

    /** What makes load must cost less than what bears it; all else is driven in comfort. */
    @Test
    void onlyTheGeneratorAndTheBaselineUseNettyDirectly() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT + ".load", ROOT + ".baseline")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..")
                .check(MAIN);
    }

    @Test
    void timeComesFromOneClass() {
        noClasses()
                .that(not(simpleName("SystemTime")))
                .should(callMethod(System.class, "currentTimeMillis"))
                .orShould(callMethod(System.class, "nanoTime"))
                .orShould(callMethod(java.time.Instant.class, "now"))
                .orShould(callMethod(Math.class, "random"))
                .check(MAIN);
    }

    @Test
    void clientsAndTheDemosServersDoNotBlock() {
        noClasses()
                .that(resideInAnyPackage(ROOT + ".client"))
                .or(simpleName("PageServer"))
                .or(describe("are confined to a loop", type -> isAnnotated(type, EventLoopConfined.class)))
                .should(callAny(java.util.concurrent.CompletableFuture.class, "get"))
                .orShould(callAny(java.util.concurrent.CompletableFuture.class, "join"))
                .orShould(callAny(io.vertx.core.Future.class, "await"))
                .orShould(callAny(Process.class, "waitFor"))
                .check(MAIN);
        noClasses().should(callAny(Thread.class, "sleep")).check(MAIN);
    }

    @Test
    void aClassWithStateSaysWhoMayTouchIt() {
        fields().that()
                .areNotFinal()
                .and()
                .areNotStatic()
                .and()
                .areDeclaredInClassesThat(not(residesInRoot()))
                .should()
                .beDeclaredInClassesThat(describe(
                        "are either @EventLoopConfined, @ThreadSafe or @ThreadConfined",
                        type -> Stream.of(EventLoopConfined.class, ThreadSafe.class, ThreadConfined.class)
                                        .filter(annotation -> isAnnotated(type, annotation))
                                        .count()
                                == 1))
                .check(MAIN);
    }

    @Test
    void onlyTheMainClassEndsTheProcessOrTouchesStandardStreams() {
        noClasses()
                .that(not(simpleNameEndingWith("Main")))
                .should(callMethod(System.class, "exit", int.class))
                .orShould(callMethod(Runtime.class, "halt", int.class))
                .orShould(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(MAIN);
    }

    /** Commands hold what picocli sets into them. */
    private static DescribedPredicate<JavaClass> residesInRoot() {
        return describe("are commands", type -> type.getPackageName().equals(ROOT));
    }

    private static boolean isAnnotated(JavaClass type, Class<? extends Annotation> annotation) {
        return type.isAnnotatedWith(annotation)
                || type.getEnclosingClass()
                        .filter(outer -> isAnnotated(outer, annotation))
                        .isPresent();
    }

    /** Calls of a method, whatever its parameters. */
    private static ArchCondition<JavaClass> callAny(Class<?> owner, String name) {
        return callMethodWhere(describe(
                owner.getSimpleName() + "." + name + " is called",
                call -> call.getName().equals(name) && call.getTargetOwner().isEquivalentTo(owner)));
    }
}
