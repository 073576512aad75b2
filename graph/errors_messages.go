package graph

// The texts of the server itself. Features keep their own beside their rules.
var (
	msgMethod = Message{
		"GET немесе POST әдісін қолданыңыз.",
		"Используйте метод GET или POST.",
		"Use the method GET or POST.",
	}
	msgQueryOnly = Message{
		"GET арқылы тек query жіберіледі; бұл операцияны POST арқылы жіберіңіз.",
		"По GET принимаются только query; эту операцию отправьте по POST.",
		"GET takes queries only; send this operation by POST.",
	}
	msgSubscription = Message{
		"Subscription оқиғалар ағыны ретінде беріледі: Accept тақырыбында text/event-stream көрсетіңіз.",
		"Subscription отвечает потоком событий: укажите text/event-stream в заголовке Accept.",
		"A subscription is answered by a stream of events: name text/event-stream in the Accept header.",
	}
	msgStreams = Message{
		"Бір уақытта ашық ағындар тым көп: бір клиентке ең көбі %d. Сәл кейін қайталаңыз.",
		"Слишком много открытых потоков: не более %d на клиента. Повторите чуть позже.",
		"Too many streams are open: at most %d for a client. Try again a little later.",
	}
	msgContentType = Message{
		"Сұрауды application/json түрінде, UTF-8 кодталуында, сығымдамай жіберіңіз.",
		"Отправьте запрос как application/json в кодировке UTF-8, без сжатия.",
		"Send the request as application/json in UTF-8, not compressed.",
	}
	msgAccept = Message{
		"Жауап тек application/json немесе application/graphql-response+json түрінде беріледі.",
		"Ответ даётся только как application/json или application/graphql-response+json.",
		"Answers are given as application/json or application/graphql-response+json only.",
	}
	msgBody = Message{
		"Сұрау %d байттан ұзын.",
		"Запрос длиннее %d байт.",
		"The request is longer than %d bytes.",
	}
	msgUnreadable = Message{
		"Сұрауды толық оқу мүмкін болмады.",
		"Не удалось прочитать запрос целиком.",
		"The request could not be read to its end.",
	}
	msgNotUTF8 = Message{
		"Сұрау UTF-8 кодталуында емес.",
		"Запрос не в кодировке UTF-8.",
		"The request is not valid UTF-8.",
	}
	msgNotJSON = Message{
		"Сұрауда дұрыс JSON нысаны күтіледі.",
		"В запросе ожидается правильный объект JSON.",
		"The request must be one valid JSON object.",
	}
	msgBatch = Message{
		"Бір сұрауда бір операция жіберіледі; топтама қабылданбайды.",
		"В одном запросе отправляется одна операция; пакеты не принимаются.",
		"Send one operation per request; batches are not served.",
	}
	msgRepeatedKey = Message{
		"Сұрауда бір кілт екі рет берілген.",
		"В запросе один и тот же ключ указан дважды.",
		"The request gives the same key twice.",
	}
	msgQueryParameter = Message{
		"«query» параметрі бос емес мәтін болуы керек.",
		"Параметр «query» должен быть непустой строкой.",
		`The parameter "query" must be a text that is not empty.`,
	}
	msgNameParameter = Message{
		"«operationName» параметрі мәтін болуы керек.",
		"Параметр «operationName» должен быть строкой.",
		`The parameter "operationName" must be a text.`,
	}
	msgMapParameter = Message{
		"«%s» параметрі JSON нысаны болуы керек.",
		"Параметр «%s» должен быть объектом JSON.",
		`The parameter "%s" must be a JSON object.`,
	}
	msgNUL = Message{
		"Мәтінде U+0000 таңбасы болмауы керек.",
		"Текст не должен содержать символ U+0000.",
		"A text must not contain the character U+0000.",
	}
	msgDocument = Message{
		"GraphQL құжаты %d байттан ұзын.",
		"Документ GraphQL длиннее %d байт.",
		"The GraphQL document is longer than %d bytes.",
	}
	msgName = Message{
		"Құжатта %d таңбадан ұзын атау бар.",
		"В документе есть имя длиннее %d символов.",
		"The document holds a name of more than %d characters.",
	}
	msgNameUses = Message{
		"Құжатта «%s» атауы %d реттен көп кездеседі.",
		"Имя «%s» встречается в документе больше %d раз.",
		`The document uses the name "%s" more than %d times.`,
	}
	msgTokens = Message{
		"Құжатта %d лексемадан көп.",
		"В документе больше %d лексем.",
		"The document has more than %d tokens.",
	}
	msgNodes = Message{
		"Айнымалыларда %d мәннен көп.",
		"В переменных больше %d значений.",
		"The variables hold more than %d values.",
	}
	msgNesting = Message{
		"Енгізілген мәндер %d деңгейден терең.",
		"Вложенность входных значений глубже %d уровней.",
		"The input values nest more than %d levels deep.",
	}
	msgString = Message{
		"Айнымалылардағы бір мәтін %d таңбадан ұзын.",
		"Одна из строк в переменных длиннее %d символов.",
		"A text in the variables is longer than %d characters.",
	}
	msgDepth = Message{
		"Сұраудың тереңдігі %d; ең көбі %d.",
		"Глубина запроса — %d; предел — %d.",
		"The operation nests %d levels deep; at most %d are allowed.",
	}
	msgCost = Message{
		"Сұраудың құны %d; ең көбі %d. Азырақ өріс немесе кішірек бет сұраңыз.",
		"Стоимость запроса — %d; предел — %d. Запросите меньше полей или страницы поменьше.",
		"The operation costs %d; at most %d is allowed. Ask for fewer fields or smaller pages.",
	}
	msgIntrospection = Message{
		"Схеманы сұрау тым үлкен: құны %d (ең көбі %d), тереңдігі %d (ең көбі %d).",
		"Запрос схемы слишком велик: стоимость %d (предел %d), глубина %d (предел %d).",
		"The introspection is too large: it costs %d (at most %d) and nests %d levels deep (at most %d).",
	}
	msgMoreErrors = Message{
		"Тағы %d қате көрсетілмеді.",
		"Ещё ошибок не показано: %d.",
		"Errors left out: %d.",
	}
	msgPageBoth = Message{
		"«first» пен «last» бірге берілмейді.",
		"«first» и «last» нельзя указать вместе.",
		`Give either "first" or "last", not both.`,
	}
	msgPageSize = Message{
		"«%s» 0 мен %d аралығында болуы керек.",
		"«%s» должно быть от 0 до %d.",
		`"%s" must be between 0 and %d.`,
	}
	msgIDs = Message{
		"«ids» тізімінде ең көбі %d мән болады.",
		"В списке «ids» не больше %d значений.",
		`"ids" takes at most %d values.`,
	}
	msgArgument = Message{
		"«%s» аргументінің мәні дұрыс емес.",
		"Недопустимое значение аргумента «%s».",
		`The value of the argument "%s" is not valid.`,
	}
	msgOneOf = Message{
		"$%s айнымалысында (%s) дәл бір өріс берілуі керек.",
		"В переменной $%s (%s) должно быть указано ровно одно поле.",
		"The variable $%s (%s) must give exactly one field.",
	}
	msgNotFound = Message{
		"Мұндай жазба табылмады.",
		"Такая запись не найдена.",
		"There is no such record.",
	}
	msgTimeout = Message{
		"Сұрау белгіленген уақытта орындалмады. Азырақ дерек сұрап көріңіз.",
		"Запрос не выполнен за отведённое время. Попробуйте запросить меньше данных.",
		"The operation did not finish in time. Try asking for less.",
	}
	msgCancelled = Message{
		"Сұрау тоқтатылды.",
		"Запрос отменён.",
		"The operation was cancelled.",
	}
	msgInternal = Message{
		"Ішкі қате. Нөмірі: %s.",
		"Внутренняя ошибка. Номер: %s.",
		"Internal error. Its id is %s.",
	}
)
