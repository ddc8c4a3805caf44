// Records what became of the suggestions of an alliance, invented but the same each time:
// enough for a policy to be learnt. Its stored lists have to be there.
//   node journeys/answers.mjs ALLIANCE        with CONSOLE_URL
const [, , alliance] = process.argv;
const parent = `alliances/${alliance}`;

async function call(method, request) {
  const response = await fetch(`${process.env.CONSOLE_URL}/counterpoint.v1.${method}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method}: ${answer.message}`);
  return answer;
}

let state = 7;
/** The same numbers each time: a linear congruential generator (Numerical Recipes). */
function below(end) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * end);
}

const { members } = await call('MemberService/ListMembers', { parent, pageSize: 1000 });
const answers = [];
const scores = [];
const lists = [];
for (const { name } of members) {
  const { list } = await call('RecommendationService/ListRecommendations', { member: name, pageSize: 20 });
  if (!list?.recommendations) continue;
  lists.push(list);
  scores.push(...list.recommendations.map(({ score }) => score));
}
scores.sort((a, b) => a - b);
const middle = scores[Math.floor(scores.length / 2)];
// The further down, the fewer look; who scores less than half of all is wanted by both
// sides, so that another order is the better one.
for (const { member, recommendations, attributionToken } of lists) {
  recommendations.forEach(({ partner, score }, place) => {
    if (below(22) < place) return;
    const wanted = score < middle;
    const id = `${answers.length}`;
    answers.push({
      name: `${parent}/interactions/answer-${id}`,
      kind: wanted ? 'ACCEPTED' : 'DECLINED',
      member,
      partner: partner.name,
      attributionToken,
      ...(wanted ? {} : { declineReason: 'BENEFIT_UNCLEAR' }),
    });
    if (wanted)
      answers.push({
        name: `${parent}/interactions/back-${id}`,
        kind: 'ACCEPTED',
        member: partner.name,
        partner: member,
      });
  });
}
for (let begin = 0; begin < answers.length; begin += 900)
  await call('InteractionService/BatchRecordInteractions', {
    parent,
    interactions: answers.slice(begin, begin + 900),
  });
