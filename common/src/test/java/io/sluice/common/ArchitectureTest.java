package io.sluice.common;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.sluice.common.lifecycle.ProcessLifecycle;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The structure of this module, as rules. */
class ArchitectureTest {

    private static final String ROOT = "io.sluice.common";

    /** Packages from the lowest to the highest; each may use those before it. */
    private static final List<String> LEVELS = List.of(
            "threading",
            "metrics",
            "config",
            "net",
            "admission",
            "log",
            "protocol",
            "lifecycle",
            "tls",
            "redis",
            "cluster",
            "management");

    /** The redis package starts a server as a child process, for demos and tests, and has to wait for it. */
    private static final DescribedPredicate<JavaClass> MAY_BLOCK = simpleNameEndingWith("Main")
            .or(JavaClass.Predicates.equivalentTo(ProcessLifecycle.class))
            .or(describe("LocalRedis", type -> type.getName().startsWith(ROOT + ".redis.LocalRedis")));

    private static final DescribedPredicate<JavaClass> MAY_END_THE_PROCESS =
            simpleNameEndingWith("Main").or(JavaClass.Predicates.equivalentTo(ProcessLifecycle.class));

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages(ROOT);

    @Test
    void theRulesSeeTheClasses() {
        assertThat(MAIN.size()).isGreaterThan(40);
        assertThat(TESTS.size()).isGreaterThan(10);
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
    }

    @Test
    void packagesUseOnlyThoseOfLowerLevels() {
        for (int i = 0; i < LEVELS.size() - 1; i++) {
            check(noClasses()
                    .that()
                    .resideInAPackage(level(LEVELS.get(i)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(levelsFrom(i + 1)));
        }
        check(classes().should().resideInAnyPackage(levelsAndRoot()));
    }

    @Test
    void redisIsSpokenToInTwoPackagesOnly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(level("redis"), level("cluster"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.redis.."));
    }

    @Test
    void theProtocolKnowsNeitherVertxNorNettyButBytes() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".tls.EncodedKeys")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".management.ProcessMetrics")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty.."));
        check(noClasses()
                .that()
                .resideInAPackage(level("protocol"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.."));
    }

    @Test
    void timeAndChanceAreInjected() {
        check(noClasses()
                .should(callMethod(System.class, "currentTimeMillis"))
                .orShould(callMethod(System.class, "nanoTime"))
                .orShould(callMethod(Instant.class, "now"))
                .orShould(callMethod(Math.class, "random"))
                .because("tests inject them; roots pass method references"));
    }

    @Test
    void nothingBlocks() {
        check(noClasses()
                .that(DescribedPredicate.not(MAY_BLOCK))
                .should(callAny(Thread.class, "sleep"))
                .orShould(callAny(CompletableFuture.class, "join"))
                .orShould(callAny(CompletableFuture.class, "get"))
                .orShould(callAny(CountDownLatch.class, "await"))
                .orShould(callAny(Future.class, "await"))
                .orShould(callAny(Object.class, "wait")));
    }

    @Test
    void aClassWithStateSaysWhoMayTouchIt() {
        check(fields().that()
                .areNotFinal()
                .and()
                .areNotStatic()
                .should()
                .beDeclaredInClassesThat(describe(
                        "are either @EventLoopConfined or @ThreadSafe",
                        type -> isConfined(type) != isThreadSafe(type))));
    }

    @Test
    void whatIsConfinedToAnEventLoopNeedsNoLocks() {
        DescribedPredicate<JavaClass> confined = describe("are @EventLoopConfined", ArchitectureTest::isConfined);
        DescribedPredicate<JavaClass> forThreads = JavaClass.Predicates.resideInAnyPackage(
                "java.util.concurrent.atomic..", "java.util.concurrent.locks..");
        check(fields().that().areDeclaredInClassesThat(confined).should().notHaveModifier(JavaModifier.VOLATILE));
        check(fields().that().areDeclaredInClassesThat(confined).should().notHaveRawType(forThreads));
        check(methods().that().areDeclaredInClassesThat(confined).should().notHaveModifier(JavaModifier.SYNCHRONIZED));
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(MAIN.stream().map(JavaClass::getPackage).distinct())
                .allMatch(javaPackage -> javaPackage.isAnnotatedWith(NullMarked.class), "is @NullMarked")
                .extracting(JavaPackage::getName)
                .noneMatch(name -> name.matches(".*\\.(util|utils|misc|impl)(\\..*)?"));
    }

    @Test
    void classesAreFinalSealedAbstractRecordsEnumsOrInterfaces() {
        check(classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .should(beClosed()));
    }

    @Test
    void namesSayWhatAClassIs() {
        check(noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager)"));
        check(classes().that().haveSimpleNameEndingWith("Settings").should().beRecords());
    }

    @Test
    void metersAreMadeInMetricsClassesOnly() {
        check(noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Metrics")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer.core.."));
    }

    @Test
    void onlyTheMainThreadsRunnerEndsTheProcessOrWritesToStandardStreams() {
        check(noClasses()
                .that(DescribedPredicate.not(MAY_END_THE_PROCESS))
                .should(callMethod(System.class, "exit", int.class))
                .orShould(callMethod(Runtime.class, "exit", int.class))
                .orShould(callMethod(Runtime.class, "halt", int.class))
                .orShould(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
    }

    @Test
    void logsGoThroughSlf4jAndExceptionsHaveNames() {
        check(GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING);
        check(GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS);
    }

    @Test
    void unitTestsNeitherSleepNorStartContainers() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Test")
                .should(callAny(Thread.class, "sleep"))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("org.testcontainers..")
                .check(TESTS);
    }

    /** Packages that a rule speaks of may not be there yet. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(MAIN);
    }

    private static boolean isConfined(JavaClass type) {
        return isAnnotated(type, ROOT + ".threading.EventLoopConfined");
    }

    private static boolean isThreadSafe(JavaClass type) {
        return isAnnotated(type, ROOT + ".threading.ThreadSafe");
    }

    /** What is true of a class is true of the classes inside it. */
    private static boolean isAnnotated(JavaClass type, String annotation) {
        return type.isAnnotatedWith(annotation)
                || type.getEnclosingClass()
                        .filter(outer -> isAnnotated(outer, annotation))
                        .isPresent();
    }

    private static ArchCondition<JavaClass> beClosed() {
        return new ArchCondition<>("be final, sealed, abstract or a record") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean closed = type.getModifiers().contains(JavaModifier.FINAL)
                        || type.getModifiers().contains(JavaModifier.ABSTRACT)
                        || type.reflect().isSealed();
                events.add(new SimpleConditionEvent(type, closed, type.getName() + " is open to extension"));
            }
        };
    }

    /** Calls of a method, whatever its parameters. */
    private static ArchCondition<JavaClass> callAny(Class<?> owner, String name) {
        return callMethodWhere(describe(
                owner.getSimpleName() + "." + name + " is called",
                call -> call.getName().equals(name) && call.getTargetOwner().isEquivalentTo(owner)));
    }

    private static String level(String name) {
        return ROOT + "." + name + "..";
    }

    private static String[] levelsFrom(int first) {
        return LEVELS.stream().skip(first).map(ArchitectureTest::level).toArray(String[]::new);
    }

    private static String[] levelsAndRoot() {
        String[] levels = levelsFrom(0);
        String[] all = Arrays.copyOf(levels, levels.length + 1);
        all[levels.length] = ROOT;
        return all;
    }
}
