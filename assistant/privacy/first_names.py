"""First names in Latin letters that people of many countries bear; some of them are words as well."""

from assistant.sources.vocabulary import words

FIRST_NAMES = words("""
    aaron abby abdul abdullah abel abena abigail abraham achieng ada adam addison adele adeline aditi adrian
    adriana agatha agnes agus ahmad ahmed aiden ainsley aisha akiko akira akua alan alana alastair alba albert
    alberto aldo alec alejandra alejandro alessandro alessia alex alexa alexander alexandra alexandre alexei
    alexis alfie alfonso alfred ali alice alicia alina alisa alisha alison alistair allan allen allison alma
    alonso alvaro alvin alyssa ama amaka amalia amanda amandine amara amelia amelie amina amir amira amit amrita
    amy ana anastasia anders andre andrea andreas andrei andres andrew andrzej aneta angela angelica angelina
    angelo angus anika anil anita anja anjali anke ann anna anne anneke annette annie annika anouk ansel anthony
    antoine antonella antonia antonio anya aoife arash aria ariana arianna arjun arlene armando arnaud arnold
    arthur arturo arvind asha ashish ashley ashton astrid athena audrey aurelia aurora ava avery axel ayesha
    aylin ayodele ayse ayumi aziz barbara barry bart bartosz bastian beatrice beatriz becca becky bella benedict
    benita benjamin benny bernadette bernard bernardo bernice bert bertha bess beth betsy bettina betty beverly
    bianca billy birgit bjorn blair blake blanca bonita bonnie boris brad bradley bram brandon brenda brendan
    brent brett brian briana bridget brigitte britney bruce bruno bryan bryce bryony budi burak byron caitlin
    caleb callum calvin cameron camila camilla camille candace candice caoimhe carina carl carla carlo carlos
    carly carmel carmen carol carolina caroline carolyn carrie carsten casey cassandra cassie catalina catherine
    cathy cecilia cedric celeste celia celine cesar chantal charlene charles charlie charlotte chelsea cherie
    cheryl chiara chidi chloe chloé chris christa christian christina christine christof christoph christophe
    christopher cian ciara cillian cindy claire clara clarence clarissa clark claude claudia claudio clemens
    clement cleo clifford clint clive clyde colette colin colleen concepción connie connor conor constance cora
    corey corinne cornelia cosima courtney craig cristina curtis cynthia cyril dagmar dahlia daisuke damian
    damien dana dani danica daniel daniela daniele danielle danila danny dante daphne darcy daria darius dariush
    darlene darren darryl dave david davide dawid dean deb debbie deborah debra declan deepak deirdre delia
    della delphine denis denise deniz dennis derek desmond devon dewi diana diane diarmuid dick diego dieter
    dilip dimitri dina dirk dmitri dolores dominic dominik dominika dominique donal donald donna donovan dora
    doreen doris dorota dorothy doug dougal douglas duncan dung dustin dwayne dwight dylan earl ebony ebru eddie
    edgar edita edith edmund eduardo edward edwin edwina efraim eiji eileen eilidh eimear ekaterina elaine
    eleanor elena eleni eli elias elif elijah eliot elisa elisabeth elise eliza elizabeth elke ella ellen elliot
    elliott elmer eloise elsa elsie elspeth elton elvira emanuel emeka emil emilia emilie emilio emily emine
    emir emma emmanuel emrah emre enrique enzo eoin eric erica erich erik erika erin ernest ernesto ernie erwin
    esme esperanza estelle esther ethan etienne etta eugene eunice eva evan evangeline evelina evelyn evgeny ewa
    ewan fabian fabio fabrice farah farid fatih fatima fatma fatou fay felicia felicity felipe felix ferdinand
    fergus fernando filip filippo finlay finley finn fiona flavia fleur flora florence florian floyd folake fran
    frances francesca francesco francine francis francisco francois franz fred freda freddie frederick freya
    frida frieda friedrich fritz gabi gabriel gabriela gabriele gabrielle gail gareth garrett gary gavin gemma
    genevieve geoff geoffrey george georges georgina gerald geraldine gerard gerardo gerda gerhard gertrude
    giacomo gianni gilbert giles gilles gillian gina ginny giorgio giovanna giovanni gisela giulia giuseppe
    gladys glenda glenn gloria gonzalo goran gordon gottfried graham grainne greg gregory greta gretchen griffin
    guillaume guillermo gunther gus gustavo gwen gwendolyn gwyneth habib hamza hana hank hanna hannah hannes
    hans harold harriet harrison harry harumi haruto harvey hasan hassan hazel heather hector hedwig heidi heike
    heinrich heinz helen helena helene helga helmut hendrik henrietta henrik henrique henry herbert herman
    hermione hilary hilda hiroko hiroshi hoang hollie holly horst howard hubert hudson hugh hugo huong hussein
    hye hyun-woo ian ibrahim ida ignacio igor ilaria ilona ilya imogen imran ines inga inge ingo ingrid irene
    irina irma irving isaac isabel isabella isabelle isaiah ishaan isla ismail ivan ivana ivo jacek jackie
    jackson jacky jacob jacqueline jacques jacqui jaime jake jakub jalen jamal james jamie jan jana jane janelle
    janet janette janice janine jared jarek jarrod jasmin jasmine jason jasper jaume javid javier jay jaya
    jayden jean jeanette jeanne jed jeff jeffery jeffrey jelena jenna jennie jennifer jenny jens jeremiah jeremy
    jerome jerry jess jesse jessica jessie ji-woo jill jim jimmy jin-ho jitka joachim joakim joan joana joann
    joanna joanne joao joaquin jocelyn jodie joe joel joern joey johan johann johanna johannes john johnny
    jolene jon jonathan joost jordan jordi jorg jorge jorgen jose josefina joseph josephine josh joshua josiah
    josie jovan joyce juan judit judith judy julia julian juliane julianna julie julien juliet juliette julio
    julius jurgen justin justine kai kamal kamil kara kareem karen karim karin karina karl karolina karsten
    kasia katarina katarzyna kate katherine kathleen kathryn kathy katie katja katrin katrina katya kavita kay
    kayla kaylee keisha keith kelsey kelvin kemi ken kendra kenji kenneth kenny kerry kerstin kevin khadija
    kiara kieran kim kimberley kimberly kira kirsten kirsty kit klara klaudia klaus kofi koji konrad krish
    krishna krista kristen kristian kristina kristine krystyna krzysztof kumar kurt kwabena kwame kyle kylie
    lachlan laila lakshmi lamar lana lance lara larry lars latoya laura laurel lauren laurence laurent lauri
    laurie lawrence lazar leah leander leann leanne leif leila lena lenny leo leon leona leonard leonardo leonie
    leonor lerato leroy leslie letitia levent lewis lex lexi liam liana lidia liesel lillian lillie lina linda
    lindsay lindsey linh linus lionel lisa lisbeth liza logan lois lola lorena lorenzo loretta loris lorna
    lorraine lotte lottie louie louis louisa louise lourdes luc luca lucas lucia luciana luciano lucie lucille
    lucinda lucy ludovic ludwig luigi luis luisa lukas lukasz luke lulu luther lydia lyle lynda lynette lynn
    lynne mabel maciej mackenzie maddie madeleine madeline madison mads magda magdalena maggie magnus mahmoud
    maia mairead maja malcolm malgorzata malik mamadou mandy manfred manon manuel manuela mara marc marcel
    marcela marcella marcelo marcin marco marcus marek margaret margarita margaux margot margrit maria mariam
    mariana marianne maribel maricel marie mariko marilyn marina mario marisa marisol marissa marjorie marko
    marlene marlon marsha marta marten martha marti martin martina martine marvin mary maryam masako massimo
    mateo mateusz mathew mathias mathieu mathilde matias matilda mats matt matteo matthew matthias mattias
    maureen maurice mauro mavis maxim maxime maximilian maxine maya meera megan mehdi mehmet mei mel melanie
    melinda melissa melvin mercedes meredith mia mica micah michael michaela michal michele michelle michiko
    mick mickey miguel mika mikael mike mikhail mila milan mildred milena millie milo milton mimi min-jun mina
    mindy minh mira miranda miriam miroslav misha mitch mitchell mohamed mohammad mohammed mohan moira moises
    mona monica monika monique monty morgan moussa muhammad muriel mustafa myra myriam myrtle nabil nadia nadine
    nadja nancy naoko naomi nasser natalia natalie natasha nathalie nathan nathaniel nattapong ned neha neil
    nellie nelson nestor ngozi nguyet nia niall niamh nicholas nick nicky nico nicola nicolas nicole nicolette
    niels nigel nikhil niki nikita niklas nikola nikolai nils nina nita njoroge noah noel noelle nolan nomsa
    nora noreen norma norman nuria nurul octavio odette oisin oksana olaf ole oleg olga oliver olivia ollie
    oluwaseun omar oona orla orlando orson oscar oskar osman otieno otto owen ozan pablo paco padma padraig
    paige paloma pamela paolo parisa pascal pascale pat patrice patricia patrick patrik patsy patti paul paula
    paulette paulina pauline paulo pavel pawel pedro peggy percy perry peter petr petra petros phil philip
    philippa philippe phillip phoebe phuong phyllis pia pierce pierre pietro pilar piotr polly pooja pradeep
    prakash pranav preston priscilla priya priyanka putri quang queenie quentin quincy rachael rachel radek
    rafael rafal raffaele rahul raissa raj raja rajesh ralf ralph ramesh ramon rana randy raquel rasmus raul
    ravi ravinder raymond rebecca reece reggie regina reginald reinhard rena renata renate rene renee reuben rex
    reza rhiannon rhonda rhys ricardo richard ricky rico rikke riley rina rita rizal rob robbie robert roberta
    roberto robin robyn rocco rochelle roderick rodney rodrigo roger rohan roisin roland rolf roman romeo ron
    ronald ronan ronja ronnie rory rosa rosalie rosalind rosanna rosario rosemary roslyn ross rowan rowena
    roxanne roy rudi rudolf rufus rupert ruslan russell ruth ryan ryo saanvi sabine sabrina sadie saeed sakura
    salim sally salma salvador sam samantha samir sammy samuel sanaa sandeep sandra sandrine sandy sanjana
    sanjay santiago saoirse sara sarah sascha saskia satoshi saul scarlett seamus sean sebastian sebastien
    selena selin selina selma seo-yeon serena serge sergei sergio seth shane shania shannon sharon shaun shauna
    shawn shay sheena sheila shelby sheldon shelley sherri sherry shinji shira shirin shirley shreya sid
    siddharth sidney siegfried sienna sierra sigrid silke silvia silvio simon simone sinead sinéad siobhan
    siofra sipho siriporn siti sofia sofie soledad solomon somchai sonia sonja soo-jin sophia sophie soraya
    soren spencer stacey stacy stan stanley stefan stefania stefanie stefano steffen stella stephan stephanie
    stephen steve steven stevie stewart stuart sudha sumit sunil sunita susan susana susanna susanne susie
    suzanne suzie suzy sven svetlana swati sylvester sylvia sylvie tabitha tadeusz taiwo takeshi tamar tamara
    tamika tammy tania tanja tanya tara tariq tasha tatiana tatyana ted teddy teodor terence teresa teri
    terrence terry tess tessa thandi thanh thea themba theo theodore theresa therese theresia thi thiago
    thibault thierry thomas thorsten tiffany tilda tilly tim timo timothy tina tobias toby todd tom tomas tomasz
    tommy tomoko toni tony torsten tracey tracy travis trevor tricia trish trisha trudy tuan tunde tyler tyrone
    ulla ulrich ulrike uma umar ursula uwe valentin valentina valeria valerie vanessa vanja vasily veera velma
    vera verena veronica vicente vicki vickie vicky victoria vijay vikram viktor vinay vince vincent vincenzo
    viola violet virgil virginia vishal vitaly vivek vivian viviana vivienne vladimir volker wade wallace walt
    walter waltraud wanda wanjiru warren wayne wendy werner wesley wilfred wilhelm willa willem william willie
    wilma winifred winnie winston wojciech wolfgang xander xavier ximena yann yara yasmin yasmine yasuko yaw
    yetunde yoko yolanda yosef yoshi youssef yuki yuri yusuf yvette yvonne zac zach zachary zack zain zainab
    zane zara zelda zeynep zoe zofia zoltan zora zsofia zuzana
""")
